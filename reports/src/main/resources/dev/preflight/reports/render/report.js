"use strict";
(function () {
  var NS = "http://www.w3.org/2000/svg";

  document.querySelectorAll("pre.copy").forEach(function (pre) {
    var text = pre.textContent;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", function () {
      var done = function () { button.textContent = "Copied"; };
      var select = function () { getSelection().selectAllChildren(pre.firstElementChild); };
      if (navigator.clipboard) { navigator.clipboard.writeText(text).then(done, select); } else { select(); }
    });
    pre.appendChild(button);
  });

  // A link to a folded finding unfolds it.
  function unfold() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var e = target; e; e = e.parentElement) { if (e.tagName === "DETAILS") { e.open = true; } }
    if (target) { target.scrollIntoView(); }
  }
  addEventListener("hashchange", unfold);
  unfold();

  // An axis is [from, to, low, high, logarithmic, label]: positions in the picture and the values there. An axis of
  // categories has their names as well.
  function value(axis, at) {
    var share = (at - axis[0]) / (axis[1] - axis[0]);
    return axis[4] ? axis[2] * Math.pow(axis[3] / axis[2], share) : axis[2] + share * (axis[3] - axis[2]);
  }

  function show(v) {
    var size = Math.abs(v);
    if (size !== 0 && (size < 0.01 || size >= 1e5)) { return v.toExponential(1).replace("e+", "e"); }
    return String(Number(v.toPrecision(3)));
  }

  // The picture is the data: positions are read back from the path of a series.
  function points(path) {
    var list = [], x = 0, y = 0;
    (path.getAttribute("d").match(/[a-zA-Z][^a-zA-Z]*/g) || []).forEach(function (part) {
      var n = (part.slice(1).match(/-?(\d+\.?\d*|\.\d+)/g) || []).map(Number), c = part[0], i;
      if (c === "M") { x = n[0]; y = n[1]; list.push([x, y, true]); }
      if (c === "h") { for (i = 0; i < n.length; i++) { x += n[i]; list.push([x, y, false]); } }
      if (c === "v") { for (i = 0; i < n.length; i++) { y += n[i]; list.push([x, y, false]); } }
      if (c === "l") { for (i = 0; i + 1 < n.length; i += 2) { x += n[i]; y += n[i + 1]; list.push([x, y, false]); } }
    });
    return list;
  }

  document.querySelectorAll("svg.plot").forEach(function (svg) {
    var xAxis = JSON.parse(svg.dataset.x), yAxis = JSON.parse(svg.dataset.y), names = JSON.parse(svg.dataset.names);
    var series = [];
    names.forEach(function (name, i) {
      var path = name && svg.querySelector("path.s.n" + i), dots = name && svg.querySelector("path.d.n" + i);
      if (path || dots) { series.push({ name: name, line: !!path, points: points(path || dots) }); }
    });
    var hair = document.createElementNS(NS, "path");
    hair.setAttribute("class", "hair");
    var read = document.createElement("p");
    read.className = "read";
    svg.parentElement.after(read);

    function at(s, x) {
      var best = null, p = s.points;
      if (!s.line) {
        p.forEach(function (q) { if (!best || Math.abs(q[0] - x) < Math.abs(best[0] - x)) { best = q; } });
        return best && Math.abs(best[0] - x) < 12 ? best[1] : null;
      }
      for (var i = 1; i < p.length; i++) {
        if (!p[i][2] && Math.min(p[i - 1][0], p[i][0]) <= x && x <= Math.max(p[i - 1][0], p[i][0])) {
          var width = p[i][0] - p[i - 1][0];
          return width === 0 ? p[i][1] : p[i - 1][1] + (p[i][1] - p[i - 1][1]) * (x - p[i - 1][0]) / width;
        }
      }
      return null;
    }

    // Where the points of a series in one row lie, as text.
    function across(s, row) {
      var middle = yAxis[0] + (row + 0.5) / yAxis[6].length * (yAxis[1] - yAxis[0]);
      var xs = s.points.filter(function (q) { return Math.abs(q[1] - middle) < 6; }).map(function (q) { return q[0]; });
      if (!xs.length) { return ""; }
      var low = show(value(xAxis, Math.min.apply(null, xs))), high = show(value(xAxis, Math.max.apply(null, xs)));
      return low === high ? low : low + " to " + high;
    }

    svg.addEventListener("pointermove", function (event) {
      var matrix = svg.getScreenCTM();
      if (!matrix) { return; }
      var x = (event.clientX - matrix.e) / matrix.a, down = (event.clientY - matrix.f) / matrix.d;
      if (x < xAxis[0] || x > xAxis[1]) { return; }
      hair.setAttribute("d", "M" + x + " " + yAxis[1] + "V" + yAxis[0]);
      if (!hair.parentNode) { svg.appendChild(hair); }
      read.textContent = xAxis[5] + " ";
      function bold(text) { var b = document.createElement("b"); b.textContent = text; read.append(b); }
      bold(show(value(xAxis, x)));
      var row = yAxis[6] ? Math.round(value(yAxis, down)) : -1;
      if (yAxis[6] && yAxis[6][row] === undefined) { return; }
      if (yAxis[6]) { read.append(" · " + yAxis[6][row]); }
      series.forEach(function (s) {
        var range = yAxis[6] ? across(s, row) : "";
        if (range) { read.append(" · " + s.name + " "); bold(range); }
        var y = yAxis[6] ? null : at(s, x);
        if (y === null) { return; }
        read.append(" · " + s.name + " ");
        bold(y < yAxis[1] - 0.5 ? "above " + show(yAxis[3]) : show(value(yAxis, y)));
      });
    });
    svg.addEventListener("pointerleave", function () { hair.remove(); });
  });
})();
