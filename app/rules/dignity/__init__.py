"""Which words hurt and which plans put somebody in danger. A check that is clean is no approval:
a person still reads. To add a rule, add it to rules.yaml; its examples run as tests."""
