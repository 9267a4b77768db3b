// Lines over steps, drawn by ECharts in the page's own colours; redrawn at most a few times a second.
const LIBRARY = "/_static/echarts/6.0.0/dist/echarts.esm.min.js";
const PAUSE = 250;

/**
 * @param options {language, step, series: [{name, second}]}; a second series has its own axis on the right
 * @returns {{add(index, step, value)}} a later value of a step replaces the earlier one
 */
export function curves(element, options) {
  const values = options.series.map(() => new Map());
  const number = new Intl.NumberFormat(options.language, { maximumSignificantDigits: 3 });
  const whole = new Intl.NumberFormat(options.language);
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  let chart;
  let waiting = false;

  const draw = () => {
    waiting = false;
    const ink = colour("--ink");
    const soft = colour("--soft");
    const lines = [colour("--accent"), colour("--warn-ink")];
    const axis = { axisLabel: { color: soft, formatter: (v) => number.format(v) }, nameTextStyle: { color: soft } };
    chart.setOption({
      animation: false,
      aria: { enabled: false },
      textStyle: { color: ink, fontFamily: "inherit" },
      legend: { textStyle: { color: ink }, top: 0 },
      grid: { left: 8, right: 8, top: 40, bottom: 8, containLabel: true },
      // Not as HTML: the page's security policy allows no inline styles.
      tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (v) => number.format(v) },
      xAxis: { type: "value", name: options.step, minInterval: 1, axisLabel: { color: soft, formatter: (v) => whole.format(v) }, splitLine: { show: false } },
      yAxis: [
        { ...axis, type: "value", scale: true, splitLine: { lineStyle: { color: colour("--line") } } },
        { ...axis, type: "value", show: options.series.some((each) => each.second), splitLine: { show: false } },
      ],
      series: options.series.map((each, i) => ({
        name: each.name,
        type: "line",
        yAxisIndex: each.second ? 1 : 0,
        showSymbol: values[i].size === 1,
        lineStyle: { color: lines[i], type: i === 0 ? "solid" : "dashed", width: 2 },
        itemStyle: { color: lines[i] },
        data: [...values[i]].sort((a, b) => a[0] - b[0]),
      })),
    });
    element.dataset.points = String(values[0].size);
  };

  const begin = async () => {
    const library = await import(LIBRARY);
    element.hidden = false;
    chart = library.init(element, null, { renderer: "canvas" });
    new ResizeObserver(() => chart.resize()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    draw();
  };

  return {
    add(index, step, value) {
      values[index].set(step, value);
      if (!waiting) {
        waiting = true;
        setTimeout(() => (chart ? draw() : begin()), PAUSE);
      }
    },
  };
}
