// node parity_node.mjs SCORE.js FRAME.js VECTORS.json: prints what `compared` tells, as one line of JSON.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { compared } from "./parity.mjs";

const [scoreFile, frameFile, vectorFile] = process.argv.slice(2);
const engine = await import(pathToFileURL(path.resolve(scoreFile)).href);
const { localWeights } = await import(pathToFileURL(path.resolve(frameFile)).href);
console.log(JSON.stringify(compared(engine, localWeights, JSON.parse(fs.readFileSync(vectorFile, "utf8")))));
