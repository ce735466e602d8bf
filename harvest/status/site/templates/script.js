(function () {
  var d = document;
  try {
    d.querySelectorAll("time[datetime]").forEach(function (e) {
      var t = new Date(e.dateTime.replace(" ", "T")), o = { hour: "2-digit", minute: "2-digit", timeZoneName: "short", hour12: false };
      if (!t.getTimezoneOffset()) return;
      if (t.getDate() !== t.getUTCDate()) { o.day = "numeric"; o.month = "short"; }
      var b = d.createElement("bdi");
      b.textContent = t.toLocaleString(d.documentElement.lang, o);
      e.append(" (", b, ")");
    });
  } catch (_) {}
  function look() {
    d.querySelectorAll("[data-late]:not(.late)").forEach(function (e) {
      if (Date.now() <= Date.parse(e.dataset.late.replace(" ", "T"))) return;
      if (e.id !== "stale") e.previousElementSibling.hidden = true;
      e.className = "late";
    });
  }
  look();
  setInterval(look, 15000);
  d.addEventListener("visibilitychange", look);
})();
