import '@mantine/charts/styles.layer.css';
import { BarChart } from '@mantine/charts';
import type { DailyCount } from './operations.ts';
import { texts } from './texts.ts';

/** Draws how often something happened on each day. */
export default function Chart({ name, days }: { name: string; days: readonly DailyCount[] }) {
  return (
    <BarChart
      h="100%"
      data={days.map(({ date, count }) => ({ day: texts.dayOf(date), [name]: count }))}
      dataKey="day"
      series={[{ name, color: 'primary.6' }]}
      valueFormatter={texts.amount}
      yAxisProps={{ allowDecimals: false, width: 48 }}
      xAxisProps={{ minTickGap: 24 }}
      barProps={{ isAnimationActive: false }}
      tickLine="none"
      // hidden from who cannot see it, for whom there is a table: so nothing in it takes the focus
      barChartProps={{ accessibilityLayer: false, tabIndex: -1 }}
    />
  );
}
