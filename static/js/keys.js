/* What to read when the browser did not get a key: allauth's script only writes to the console. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problem = document.getElementById("key-problem");
  problem.hidden = false;
  problem.focus();
});
