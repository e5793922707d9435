import { cpus, totalmem } from 'node:os';
import { CONTESTANTS, ISSUERS, LIMIT, MERCURIUS, OIDC_PROVIDER, POSTGRAPHILE, POSTGRESQL, SQLITE, WORKERS } from './contestant.ts';
import { AWX_PAGE, ISSUE, PAGE_OF_25, WORKERS_DO, WORKS } from './work.ts';

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
export const rate = (report: Report, work: string, contestant: string): number =>
  measurementOf(report, work, contestant)?.requestsPerSecond ?? Number.NaN;

const roundsOf = (report: Report, work: string, contestant: string): readonly number[] =>
  measurementOf(report, work, contestant)?.rounds ?? [];

type Subject = readonly [work: string, contestant: string];

const measurementOf = ({ measurements }: Report, work: string, contestant: string): Measurement | undefined =>
  measurements.find((one) => one.work === work && one.contestant === contestant);

/** How much less processor time a server takes for a request than another one does, whatever else the machine has to do. */
const thrift = (report: Report, subject: Subject, other: Subject): number =>
  (measurementOf(report, ...other)?.processorMicroseconds ?? Number.NaN) /
  (measurementOf(report, ...subject)?.processorMicroseconds ?? Number.NaN);

/** How much faster one is than another: the median over the rounds, in which they were measured one after the other. */
function ratio(report: Report, subject: Subject, other: Subject): number {
  const others = roundsOf(report, ...other);
  return median(roundsOf(report, ...subject).map((rate, round) => rate / (others[round] ?? Number.NaN)));
}

/** What is to be reached. */
interface Target {
  readonly text: string;
  readonly reached: number;
  /** The same by processor time, where that says something. */
  readonly thrift?: number;
  readonly wanted: number;
  readonly isCeiling?: boolean;
}

function targetsOf(report: Report): Target[] {
  const against = (contestant: string, other: string, works: Record<string, number>): Target[] =>
    Object.entries(works).map(([work, wanted]) => ({
      text: `${work}: ${contestant} against ${other}`,
      reached: ratio(report, [work, contestant], [work, other]),
      thrift: thrift(report, [work, contestant], [work, other]),
      wanted,
    }));
  const growth = (contestant: string): Target[] =>
    ['small deep', 'big Q2', 'big deep'].map((work) => ({
      text: `${work}: ${contestant} against its own first page of 10,000`,
      reached: ratio(report, [work, contestant], ['small Q2', contestant]),
      thrift: thrift(report, [work, contestant], ['small Q2', contestant]),
      wanted: 0.8,
    }));
  const { memory, firstAnswer } = report;
  return [
    ...against(SQLITE, POSTGRAPHILE, { Q1: 2, Q2: 2, Q3: 2, M1: 1.5 }),
    ...against(POSTGRESQL, POSTGRAPHILE, { Q1: 1.5, Q2: 1.5, Q3: 1.5, M1: 1.5 }),
    ...against(SQLITE, MERCURIUS, { Q1: 1, Q2: 1.3, Q3: 1 }),
    ...against(SQLITE, LIMIT, { Q2: 0.6 }),
    ...[SQLITE, POSTGRESQL].map((name) => ({
      text: `tokens issued: ${name} against ${OIDC_PROVIDER}`,
      reached: ratio(report, [ISSUE.name, name], [ISSUE.name, OIDC_PROVIDER]),
      thrift: thrift(report, [ISSUE.name, name], [ISSUE.name, OIDC_PROVIDER]),
      wanted: 0.5,
    })),
    ...[SQLITE, POSTGRESQL].map((name) => ({
      text: `Q2 members: ${name} against Q2 member`,
      reached: ratio(report, ['Q2 members', name], ['Q2 member', name]),
      thrift: thrift(report, ['Q2 members', name], ['Q2 member', name]),
      wanted: 0.83,
    })),
    ...[SQLITE, POSTGRESQL].map((name) => ({
      text: `${AWX_PAGE.name}: ${name} against the same page by GraphQL`,
      reached: ratio(report, [AWX_PAGE.name, name], [PAGE_OF_25.name, name]),
      thrift: thrift(report, [AWX_PAGE.name, name], [PAGE_OF_25.name, name]),
      // at most 1.3 times the cost
      wanted: 0.77,
    })),
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

function verdict({ text, reached, thrift, wanted, isCeiling }: Target): string {
  const isMet = isCeiling ? reached <= wanted : reached >= wanted;
  const byTime =
    thrift === undefined || Number.isNaN(thrift) ? '' : `, ${thrift >= wanted ? 'met' : 'MISSED'} by processor time: ${fixed(thrift)}`;
  return `${isMet ? 'met   ' : 'MISSED'}  ${text.padEnd(78)}${fixed(reached).padStart(7)}  (${isCeiling ? 'at most' : 'at least'} ${wanted})${byTime}\n`;
}

/** The tables: throughput with its ratios, processor time, memory and start, targets. */
export function tables(report: Report): string {
  const all = new Set([...CONTESTANTS, ...ISSUERS].map(({ name }) => name));
  const names = [...all].filter((name) => report.measurements.some(({ contestant }) => contestant === name));
  const works = [...new Set(report.measurements.map(({ work }) => work))];
  const workers = WORKERS.filter(({ two }) => report.measurements.some(({ contestant }) => contestant === two.name));
  const gain = (work: string, name: string) => {
    const { one, two } = workers.find((gateway) => gateway.name === name) as (typeof workers)[number];
    return `${fixed(rate(report, work, one.name), 0)} × ${fixed(ratio(report, [work, two.name], [work, one.name]))}`;
  };
  const compared = works.filter((work) => [...WORKS, ISSUE].some(({ name }) => name === work));
  const table = (title: string, columns: readonly string[], cell: (work: string, name: string) => string, rows = names) =>
    [
      `\n${title}\n`,
      line('', columns),
      ...rows.map((name) =>
        line(
          name,
          columns.map((work) => cell(work, name)),
        ),
      ),
    ].join('');
  const ratios = (work: string, name: string) =>
    (work === ISSUE.name ? [OIDC_PROVIDER] : [LIMIT, POSTGRAPHILE])
      .map((other) => fixed(ratio(report, [work, name], [work, other])))
      .join(' / ');
  return [
    `${machine()}, ${report.date.slice(0, 10)}${report.isQuick ? ', quick run' : ''}\n`,
    table(`Ratio of throughput to ${LIMIT} / to ${POSTGRAPHILE}, of ${ISSUE.name} to ${OIDC_PROVIDER}`, compared, ratios),
    table('Requests per second', works, (work, name) => fixed(rate(report, work, name), 0)),
    table('Processor time of the server per request, in µs (without PostgreSQL)', works, (work, name) =>
      fixed(measurementOf(report, work, name)?.processorMicroseconds ?? Number.NaN, 0),
    ),
    table('Milliseconds within which 99 of 100 requests were answered', works, (work, name) =>
      fixed(measurementOf(report, work, name)?.p99Milliseconds ?? Number.NaN, 1),
    ),
    ...(workers.length > 0
      ? [
          table(
            'On all cores: requests per second with WORKERS=1 × gain of WORKERS=2',
            WORKERS_DO,
            gain,
            workers.map(({ name }) => name),
          ),
        ]
      : []),
    '\n',
    line('', ['memory, MB', 'first answer, s']),
    ...names
      .filter((name) => name in report.firstAnswer)
      .map((name) => line(name, [String(report.memory[name] ?? '–'), fixed((report.firstAnswer[name] ?? Number.NaN) / 1000)])),
    '\n',
    ...targetsOf(report).map(verdict),
  ].join('');
}
