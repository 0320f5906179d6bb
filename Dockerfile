# One image, one process, the embedded PostgreSQL in the volume /data. Docs: docs/operations.md.
# Debian and not Alpine: the PostgreSQL that npm brings needs glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build --chown=node:node /app /app
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 HUIYIN_DATA=/data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --start-period=60s CMD node -e "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"
CMD ["node_modules/.bin/node", "app/server/main.ts", "start", "--no-build"]
