// The MDN HTTP Observatory's own retriever, tests and grader on a site at other ports than 80 and 443.
//   node observatory.mjs FOLDER_OF_THE_PACKAGES HOST HTTP_PORT HTTPS_PORT PATH
// Prints {"status", "score", "grade", "faults": [test: result]}. The scan that it ships knows no ports; the sums are its own.
const [folder, host, httpPort, httpsPort, path] = process.argv.slice(2);
const source = `file://${folder}/@mdn/mdn-http-observatory/src`;
const { retrieve } = await import(`${source}/retriever/retriever.js`);
const { ALL_TESTS } = await import(`${source}/constants.js`);
const { getGradeForScore, getScoreModifier } = await import(`${source}/grader/grader.js`);
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await import(`${source}/grader/charts.js`);

const seen = await retrieve(host, { httpPort: +httpPort, httpsPort: +httpsPort, path });
if (!seen.responses.auto) throw new Error("the site does not answer");
const results = ALL_TESTS.map((test) => test(seen));
let score = 100, extra = 100;
for (const result of results) {
  const change = result.result ? getScoreModifier(result.result) : 0;
  extra += change;
  if (change < 0) score += change;
}
if (score >= MINIMUM_SCORE_FOR_EXTRA_CREDIT) score = extra;
score = Math.max(score, 0);
const faults = results.filter((result) => !result.pass).map((result) => `${result.constructor.name}: ${result.result}`);
console.log(JSON.stringify({ status: seen.responses.auto.status, ...getGradeForScore(score), faults }));
