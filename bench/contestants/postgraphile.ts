import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { mutations } from './postgraphile-mutations.ts';
import { restrictions } from './postgraphile-rights.ts';
import { smartTags } from './postgraphile-tags.ts';
import { digestOfBearer, findToken, viewerOf } from './viewer.ts';

/** PostGraphile 5 on the gateway's own schema: every query becomes one SQL statement. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: 10 });

async function viewerOfRequest(authorization: string | undefined) {
  const text = findToken('$1', "coalesce(json_agg(json_build_array(m.organization_id, m.role)), '[]')");
  const { rows } = await pool.query({ name: 'token', text, values: [digestOfBearer(authorization)] });
  return viewerOf(rows[0]);
}

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [smartTags, restrictions, mutations],
  pgServices: [makePgService({ pool, schemas: ['public'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false, watch: false },
  grafast: {
    explain: false,
    context: async ({ node }) => ({ viewer: await viewerOfRequest(node?.req.headers.authorization) }),
  },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
