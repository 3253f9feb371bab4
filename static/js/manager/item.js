// One item: the chart of what went by week, drawn from the table behind it; and a photo made small before it is sent.

const SIDE = 1024;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function draw(place) {
  const rows = [...document.querySelectorAll(`#${place.dataset.chart} tbody tr`)].map((row) => ({
    week: row.cells[0].textContent.trim(),
    pieces: Number(row.cells[1].dataset.pieces),
  }));
  if (!rows.length || !window.echarts) return;
  // an empty place has no height
  place.append(document.createElement('span'));
  const chart = window.echarts.init(place, null, { renderer: 'canvas' });
  const plain = { color: colour('--ink-2'), fontSize: 14, fontFamily: getComputedStyle(document.body).fontFamily };
  chart.setOption({
    animation: false,
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.week),
      axisLabel: plain,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour('--line') } },
    },
    yAxis: {
      type: 'value',
      name: place.dataset.unit,
      nameTextStyle: plain,
      minInterval: 1,
      axisLabel: plain,
      splitLine: { lineStyle: { color: colour('--line') } },
    },
    series: [{ type: 'bar', data: rows.map((row) => row.pieces), itemStyle: { color: colour('--brand') }, barMaxWidth: 24 }],
  });
  window.addEventListener('resize', () => chart.resize());
}

async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE / Math.min(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
  const made = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
  return made && made.size < file.size ? new File([made], 'picture.jpg', { type: 'image/jpeg' }) : file;
}

// what the browser cannot read goes as it is, and the server says so
function watch(form) {
  const field = form.querySelector('input[type=file]');
  field.addEventListener('change', async () => {
    if (!field.files.length) return;
    try {
      const kept = new DataTransfer();
      kept.items.add(await smaller(field.files[0]));
      field.files = kept.files;
    } catch (_unread) {
      // left as it was chosen
    }
  });
}

document.querySelectorAll('[data-chart]').forEach(draw);
document.querySelectorAll('[data-picture]').forEach(watch);
