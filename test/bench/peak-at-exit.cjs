// Loaded before the program under measurement: writes its peak memory in MiB to the file that BENCH_USAGE names.
const { writeFileSync } = require('node:fs')

process.on('exit', () => writeFileSync(process.env.BENCH_USAGE, String(process.resourceUsage().maxRSS / 1024)))
