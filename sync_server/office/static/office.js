// The pages need no script. With one, the print buttons appear, one box ticks a whole list, and a double click does not send a form twice.
document.querySelectorAll("button.print").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll("input.tick-all").forEach((all) => {
  all.hidden = false;
  all.addEventListener("change", () => {
    all.closest("table").querySelectorAll("tbody input[type=checkbox]").forEach((one) => { one.checked = all.checked; });
  });
});
document.querySelectorAll('form[method="post"]').forEach((form) => {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
});
