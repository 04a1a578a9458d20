// While somebody writes an activity: asks who else is there, a moment after the last key.
(function () {
  const form = document.querySelector("form[data-similar]");
  const place = document.getElementById("similar");
  if (!form || !place) return;
  form.querySelectorAll("[data-without-script]").forEach(function (one) { one.hidden = true; });
  let waiting = 0, asked = 0;
  function ask() {
    const mine = ++asked;
    fetch(form.dataset.similar, {
      method: "POST", body: new FormData(form), headers: { "HX-Request": "true" },
    }).then(function (answer) {
      return answer.ok ? answer.text() : null;
    }).then(function (text) {
      // An answer that was overtaken by a later one is left out.
      if (text !== null && mine === asked) place.innerHTML = text;
    }).catch(function () { /* The page works without it. */ });
  }
  form.addEventListener("input", function () {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 250);
  });
  ask();
})();
