import { cpus, totalmem } from 'node:os';
import { CONTESTANTS, LIMIT, MERCURIUS, POSTGRAPHILE, POSTGRESQL, SQLITE } from './contestant.ts';

/** One kind of work at one contestant. */
export interface Measurement {
  readonly work: string;
  readonly contestant: string;
  /** Median of the rounds. */
  readonly requestsPerSecond: number;
  readonly rounds: readonly number[];
  /** Processor time of the server per request, without that of a PostgreSQL. */
  readonly processorMicroseconds: number;
  readonly medianMilliseconds: number;
  readonly p99Milliseconds: number;
}

/** All that one run has found. */
export interface Report {
  readonly date: string;
  readonly isQuick: boolean;
  readonly measurements: Measurement[];
  /** Milliseconds from the start of the process, by contestant. */
  readonly firstAnswer: Record<string, number>;
  /** Resident MB after all of the load, by contestant. */
  readonly memory: Record<string, number | undefined>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? Number.NaN)) / 2;
}

/** The machine, as it is named under the chart. */
export const machine = (): string =>
  `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

/** Requests per second of a contestant. */
export const rate = ({ measurements }: Report, work: string, contestant: string): number =>
  measurements.find((one) => one.work === work && one.contestant === contestant)?.requestsPerSecond ?? Number.NaN;

/** How much faster one contestant is than another. */
const ratio = (report: Report, work: string, contestant: string, other: string): number =>
  rate(report, work, contestant) / rate(report, work, other);

/** What is to be reached. */
interface Target {
  readonly text: string;
  readonly reached: number;
  readonly wanted: number;
  readonly isCeiling?: boolean;
}

function targetsOf(report: Report): Target[] {
  const against = (contestant: string, other: string, works: Record<string, number>): Target[] =>
    Object.entries(works).map(([work, wanted]) => ({
      text: `${work}: ${contestant} against ${other}`,
      reached: ratio(report, work, contestant, other),
      wanted,
    }));
  const growth = (contestant: string): Target[] =>
    ['Q2 deep', 'big Q2', 'big deep'].map((work) => ({
      text: `${work}: ${contestant} against its own Q2`,
      reached: rate(report, work, contestant) / rate(report, 'Q2', contestant),
      wanted: 0.8,
    }));
  const { memory, firstAnswer } = report;
  return [
    ...against(SQLITE, POSTGRAPHILE, { Q1: 2, Q2: 2, Q3: 2, M1: 1.5 }),
    ...against(POSTGRESQL, POSTGRAPHILE, { Q1: 1.5, Q2: 1.5, Q3: 1.5, M1: 1.5 }),
    ...against(SQLITE, MERCURIUS, { Q1: 1, Q2: 1.3, Q3: 1 }),
    ...against(SQLITE, LIMIT, { Q2: 0.6 }),
    ...growth(SQLITE),
    ...growth(POSTGRESQL),
    ...[SQLITE, POSTGRESQL].map((name) => ({
      text: `memory: ${name} against ${POSTGRAPHILE}`,
      reached: (memory[name] ?? Number.NaN) / (memory[POSTGRAPHILE] ?? Number.NaN),
      wanted: 1,
      isCeiling: true,
    })),
    ...[SQLITE, POSTGRESQL].map((name) => ({
      text: `first answer: ${name}, in seconds`,
      reached: (firstAnswer[name] ?? Number.NaN) / 1000,
      wanted: 1.5,
      isCeiling: true,
    })),
  ].filter(({ reached }) => !Number.isNaN(reached));
}

const line = (first: string, cells: readonly string[]) => `${first.padEnd(34)}${cells.map((cell) => cell.padStart(15)).join('')}\n`;
const fixed = (value: number, digits = 2) => (Number.isNaN(value) ? '–' : value.toFixed(digits));

/** The tables: throughput with its ratios, processor time, memory and start, targets. */
export function tables(report: Report): string {
  const names = CONTESTANTS.map(({ name }) => name).filter((name) => report.measurements.some(({ contestant }) => contestant === name));
  const works = [...new Set(report.measurements.map(({ work }) => work))];
  const cellsOf = (cell: (work: string, name: string) => string) =>
    names
      .map((name) =>
        line(
          name,
          works.map((work) => cell(work, name)),
        ),
      )
      .join('');
  const processor = (work: string, name: string) =>
    report.measurements.find((one) => one.work === work && one.contestant === name)?.processorMicroseconds ?? Number.NaN;
  const targets = targetsOf(report).map(({ text, reached, wanted, isCeiling }) => {
    const isMet = isCeiling ? reached <= wanted : reached >= wanted;
    return `${isMet ? 'met   ' : 'MISSED'}  ${text.padEnd(62)}${fixed(reached).padStart(7)}  (${isCeiling ? 'at most' : 'at least'} ${wanted})\n`;
  });
  return [
    `${machine()}, ${report.date.slice(0, 10)}${report.isQuick ? ', quick run' : ''}\n`,
    `\nRatio of throughput to ${LIMIT} / to ${POSTGRAPHILE}\n`,
    line('', works),
    cellsOf((work, name) => `${fixed(ratio(report, work, name, LIMIT))} / ${fixed(ratio(report, work, name, POSTGRAPHILE))}`),
    '\nRequests per second\n',
    line('', works),
    cellsOf((work, name) => fixed(rate(report, work, name), 0)),
    '\nProcessor time of the server per request, in µs (without PostgreSQL)\n',
    line('', works),
    cellsOf((work, name) => fixed(processor(work, name), 0)),
    '\n',
    line('', ['memory, MB', 'first answer, s']),
    ...names.map((name) => line(name, [String(report.memory[name] ?? '–'), fixed((report.firstAnswer[name] ?? Number.NaN) / 1000)])),
    '\n',
    ...targets,
  ].join('');
}
