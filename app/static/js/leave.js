/* "Leave this page quickly": the page behind takes the place of this one, so that "back" does not
   show it again. Without scripts it is a link like any other. */
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-leave]");
  if (!link) return;
  event.preventDefault();
  location.replace(link.href);
});
