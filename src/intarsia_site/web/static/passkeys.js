// Shows what needs a passkey only where the browser has them, and says calmly what went wrong.
(function () {
  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("[data-passkey]").forEach(function (part) { part.hidden = false; });
  });
  document.addEventListener("allauth.error", function (event) {
    const trouble = document.getElementById("passkey-trouble");
    if (!trouble) return;
    event.preventDefault();
    trouble.hidden = false;
    trouble.focus();
  });
})();
