// Draws the figures of the page with ECharts. The data stand in the page as JSON (report/figures.h).
'use strict';
(() => {
  const palette = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#8a6d3b', '#6a51a3'];
  const ink = '#222', pale = '#ddd', grey = '#666';
  const fonts =
      'system-ui, -apple-system, \'Segoe UI\', \'Helvetica Neue\', \'Noto Sans\', \'DejaVu Sans\', sans-serif';
  const figures = JSON.parse(document.getElementById('figures').textContent);
  const color = (curve) => (curve.color < 0 ? ink : palette[curve.color % palette.length]);

  const short = (value) => {
    if (value === 0) return '0';
    const size = Math.abs(value);
    return size >= 1e5 || size < 1e-3 ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  };
  // Ticks are round already; only the tail of binary fractions has to go.
  const tick = (value) => {
    const size = Math.abs(value);
    return size !== 0 && (size >= 1e5 || size < 1e-3) ? value.toExponential(1).replace('.0e', 'e') :
                                                        String(Number(value.toPrecision(6)));
  };

  const axis = (name, more) => ({
    type: 'value',
    name,
    nameLocation: 'middle',
    nameTextStyle: {color: grey, fontSize: 12},
    scale: false,
    axisLine: {show: true, lineStyle: {color: grey}},
    axisTick: {show: true},
    splitLine: {lineStyle: {color: pale}},
    axisLabel: {color: grey, fontSize: 12, hideOverlap: true, formatter: tick},
    ...more
  });

  const spread = (curves, at) => {
    const values = curves.flatMap((curve) => curve.points.map((point) => point[at]));
    return [Math.min(...values), Math.max(...values)];
  };
  // A time of an axis: a date where the start is known (ISO, UTC), else the number.
  const moment = (figure, value) => {
    if (figure.start === null) return String(Number(value.toPrecision(3)));
    const text = new Date(1000 * (figure.start + value * figure.second)).toISOString();
    return text.slice(0, figure.end * figure.second < 4 * 86400 ? 16 : 10).replace('T', ' ');
  };
  // Curves that hardly vary need no axis from zero, but one that does not blow up rounding.
  const profileAxis = (figure) => {
    const [low, high] = spread(figure.curves, 0);
    if (low >= 0 && low < 0.5 * high) return {min: 0};
    const middle = 0.5 * (low + high), half = Math.max(0.6 * (high - low), 0.02 * Math.abs(middle), 1e-12);
    return {
      min: middle - half,
      max: middle + half,
      axisLabel: {
        color: grey,
        fontSize: 12,
        hideOverlap: true,
        showMinLabel: false,
        showMaxLabel: false,
        formatter: (value) => String(Number(value.toPrecision(4)))
      }
    };
  };

  const line = (curve) => ({
    name: curve.name,
    type: 'line',
    data: curve.points,
    symbol: 'circle',
    symbolSize: 5,
    showSymbol: curve.marks || curve.points.length < 2,
    stack: curve.stacked ? 'all' : undefined,
    areaStyle: curve.stacked ? {opacity: 0.75} : undefined,
    color: color(curve),
    lineStyle:
        {color: color(curve), width: curve.marks ? 0 : curve.stacked ? 0.5 : 1.8, type: curve.dashed ? 'dashed' : 'solid'},
    emphasis: {disabled: true}
  });

  // Times stand twice at operations; stacking needs the same x in every curve, and has it.
  const options = {
    time: (figure) => ({
      grid: {left: 62, right: 18, top: 12, bottom: 44},
      tooltip: {
        trigger: 'axis',
        confine: true,
        valueFormatter: short,
        axisPointer: {label: {formatter: (p) => figure.start === null ? short(p.value) : moment(figure, p.value)}}
      },
      xAxis: axis(figure.x, {
        nameGap: 26,
        min: 0,
        max: figure.end,
        splitLine: {show: false},
        axisLabel: {
          color: grey,
          fontSize: 12,
          hideOverlap: true,
          formatter: (value) => moment(figure, value)
        }
      }),
      yAxis: figure.logarithmic ? axis(figure.y, {type: 'log', nameGap: 44}) : axis(figure.y, {nameGap: 44}),
      series: figure.curves.map(line)
    }),
    depth: (figure) => ({
      grid: {left: 52, right: 18, top: 12, bottom: 44},
      tooltip: {
        trigger: 'item',
        confine: true,
        formatter: (p) => `${echarts.format.encodeHTML(p.seriesName)}<br>${short(p.value[0])} ${
            echarts.format.encodeHTML(figure.x)}, ${echarts.format.encodeHTML(figure.y)} ${short(p.value[1])}`
      },
      xAxis: axis(figure.x, {nameGap: 26, splitNumber: 4, ...profileAxis(figure)}),
      yAxis: axis(figure.y, {
        nameGap: 34,
        inverse: true,
        min: 0,
        axisLine: {show: true, onZero: false, lineStyle: {color: grey}}
      }),
      series: figure.curves.map((curve) => ({...line(curve), symbolSize: 3, showSymbol: true}))
    }),
    bars: (figure) => ({
      grid: {left: 12, right: 24, top: 8, bottom: 30, containLabel: true},
      tooltip: {trigger: 'axis', confine: true, valueFormatter: short, axisPointer: {type: 'shadow'}},
      xAxis: axis(figure.x, {nameGap: 26}),
      yAxis: {
        type: 'category',
        data: figure.categories,
        inverse: true,
        axisTick: {show: false},
        axisLabel: {color: ink, fontSize: 12}
      },
      series: figure.curves.map((curve) => ({
                                  name: curve.name,
                                  type: 'bar',
                                  stack: 'all',
                                  color: color(curve),
                                  barMaxWidth: 34,
                                  emphasis: {disabled: true},
                                  data: curve.points
                                }))
    }),
  };

  options.xy = (figure) => ({
    grid: {left: 62, right: 18, top: 12, bottom: 44},
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: (p) => `${echarts.format.encodeHTML(p.seriesName)}<br>${short(p.value[0])}, ${short(p.value[1])}`
    },
    xAxis: axis(figure.x, {nameGap: 26, scale: true}),
    yAxis: axis(figure.y, {nameGap: 44, scale: true}),
    series: figure.curves.map((curve) => ({...line(curve), symbolSize: 4, showSymbol: curve.marks}))
  });
  options.flows = (figure) => ({
    tooltip: {trigger: 'item', confine: true, valueFormatter: short},
    series: [{
      type: 'sankey',
      left: 8,
      right: 170,
      top: 12,
      bottom: 12,
      nodeGap: 14,
      data: [...new Set(figure.flows.flatMap((flow) => [flow.source, flow.target]))].map((name, i) => ({
                                                                                         name,
                                                                                         itemStyle: {
                                                                                           color:
                                                                                               palette[i % palette.length]
                                                                                         }
                                                                                       })),
      links: figure.flows,
      label: {color: ink, fontSize: 12, formatter: (p) => `${p.name}  ${short(p.value)}`},
      lineStyle: {color: 'source', opacity: 0.35},
      emphasis: {disabled: true}
    }]
  });
  const most = 12;  // entries of a legend that still say something
  const charts = [];
  for (const figure of figures) {
    const place = document.getElementById(figure.id);
    const chart = echarts.init(place, null, {renderer: 'svg'});
    chart.setOption({animation: false, textStyle: {fontFamily: fonts}, ...options[figure.kind](figure)});
    charts.push(chart);
    const legend = place.parentElement.querySelector('.legend');
    if (figure.curves.length < 2) continue;
    for (const curve of figure.curves.slice(0, most)) {
      const entry = document.createElement('span'), mark = document.createElement('i');
      mark.className = curve.stacked ? 'area' : curve.dashed ? 'dashes' : 'line';
      mark.style.color = color(curve);
      entry.append(mark, curve.name);
      legend.append(entry);
    }
    if (figure.curves.length > most) {
      const rest = document.createElement('span');
      rest.append(`and ${figure.curves.length - most} more, named under the pointer`);
      legend.append(rest);
    }
  }
  const fit = (size) => charts.forEach((chart) => {
    chart.resize(size);
    chart.getZr().flush();  // paper does not wait for the next frame
  });
  window.addEventListener('resize', () => fit({width: 'auto', height: 'auto'}));
  // On paper two charts stand side by side, on A4 and Letter, and nothing is folded away.
  const folded = [...document.querySelectorAll('details:not([open]):not(.screen)')];
  window.addEventListener('beforeprint', () => {
    fit({width: 330, height: 240});
    figures.forEach((figure, i) => {
      if (figure.categories.length > 8) charts[i].resize({width: 330, height: 'auto'});
    });
    folded.forEach((one) => {
      one.dataset.folded = String(!one.open);
      one.open = true;
    });
  });
  window.addEventListener('afterprint', () => {
    fit({width: 'auto', height: 'auto'});
    folded.forEach((one) => {
      one.open = one.dataset.folded !== 'true';
    });
  });
})();
