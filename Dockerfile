# docker build --tag clientele .
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json bundle.js schema.graphql ./
COPY src src
COPY console console
RUN npm run -s build

FROM node:24-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --omit=dev

FROM node:24-slim
# what runs belongs to root, so that who runs it cannot change it
WORKDIR /home/node
COPY --from=dependencies /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY package.json README.md LICENSE schema.graphql clientele.schema.json ./
COPY docs docs
ENV NODE_ENV=production HOST=0.0.0.0
USER node
# of SQLite alone: data/clientele.db
RUN mkdir data
VOLUME /home/node/data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--disable-proto=delete", "--max-semi-space-size=8", "dist/main.js"]
CMD ["serve"]
