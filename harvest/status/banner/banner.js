// One line at the top of any page while something is down. Whatever goes wrong here, the page has no banner and
// nothing else happens: in words that old browsers read too, every step under a try or a promise's catch.
// Where to ask: `data-status`, the address of the status site, or where this script itself comes from.
// Names that begin with $ are one letter as it is served.
(function ($doc) {
  var $me = $doc.currentScript, $text = "", $abort, $words, $reader;
  // An answer that goes on and on is given up, as one that does not come.
  function $more($part) {
    $text += $words.decode($part.value, { stream: 1 });
    $text.length > 3e4 && $abort.abort();
    return $part.done ? $show(JSON.parse($text)) : $reader.read().then($more);
  }
  function $show($data) {
    var $body = $doc.body, $lang = $doc.documentElement.lang, $title = $data.title,
      $box = $doc.createElement("div"), $link = $doc.createElement("a");
    // What is out of date says nothing, and a link leads to the web.
    if (new Date($data.valid_until) > new Date && /^https?:\/\//.test($data.link)) {
      $box.setAttribute("role", "status");
      $box.dir = "auto";
      // By the object model, which a policy for styles does not stop.
      $box.style.cssText = "padding:.6em;text-align:center;overflow-wrap:anywhere;background:#" +
        ($data.impact == "maintenance" ? 135 : 811);
      $link.style.color = "#fff";
      $link.href = $data.link;
      $link.textContent = ($title[$lang] || $title[$lang.split("-")[0]] || $title[""]).slice(0, 200);
      $box.append($link);
      // A body that sets its children side by side gets no further child: the line stands above it.
      getComputedStyle($body).display == "block" ? $body.prepend($box) : $body.before($box);
    }
  }
  function $ask() {
    try {
      $abort = new AbortController;
      $words = new TextDecoder;
      setTimeout(function () { $abort.abort(); }, 2e3);
      fetch(new URL("banner.json", $me.dataset.status || $me.src), {
        signal: $abort.signal
      }).then(function ($answer) {
        return $answer.ok && ($reader = $answer.body.getReader()).read().then($more);
      }).catch(function () {});
    } catch ($no) {}
  }
  $doc.body ? $ask() : addEventListener("load", $ask);
})(document);
