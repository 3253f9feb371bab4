#!/bin/sh
# Copies the pinned browser files out of node_modules, so that no page ever asks another host for them.
# Run by `npm run vendor` after `npm ci --ignore-scripts`; node_modules itself is never served or committed.
set -eu
cd "$(dirname "$0")"
from=node_modules

take() { # package file-in-package folder-here name-here
    mkdir -p "$3"
    cp "$from/$1/$2" "$3/$4"
    chmod 644 "$3/$4"
}

take weui dist/style/weui.min.css weui weui.min.css
take bootstrap dist/css/bootstrap.min.css bootstrap bootstrap.min.css
take barcode-detector dist/es/ponyfill.js barcode-detector ponyfill.js
take barcode-detector dist/es/zxing-exported.js barcode-detector zxing-exported.js
take echarts dist/echarts.simple.min.js echarts echarts.simple.min.js
take zxing-wasm dist/reader/zxing_reader.wasm zxing-wasm zxing_reader.wasm

# A source map that is not shipped is a 404 in every console.
for css in weui/weui.min.css bootstrap/bootstrap.min.css; do
    sed -i -e 's#/\*\# sourceMappingURL=[^*]*\*/##' "$css"
done

for pair in weui:weui bootstrap:bootstrap barcode-detector:barcode-detector zxing-wasm:zxing-wasm; do
    cp "$from/${pair%%:*}"/LICENSE* "${pair#*:}/LICENSE"
done

# its licence asks for the notice beside it
cat "$from/echarts/LICENSE" "$from/echarts/NOTICE" >echarts/LICENSE

# Icons go into the templates as bare paths: `icon('home')` puts its own <svg> around them.
while read -r icon; do
    sed -e '1,/>$/d' -e '/<\/svg>/d' -e '/M0 0h24v24H0z/d' -e 's/^ *//' "$from/@tabler/icons/icons/outline/$icon.svg" |
        tr -d '\n' >"../../templates/shared/icons/$icon.svg"
done <icons.txt
