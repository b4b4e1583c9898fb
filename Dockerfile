# syntax=docker/dockerfile:1
# Debian and not Alpine: the embedded store's library is built for glibc.
FROM node:20.20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:20.20-bookworm-slim
LABEL org.opencontainers.image.title="AgentGuard" \
      org.opencontainers.image.description="Gates pull requests made by AI agents." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /app/package.json /app/package-lock.json /app/
COPY --from=build /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY app.yml /app/
# The only place that is written to: the embedded store, and what the setup page makes (.env).
RUN mkdir /data && chown node:node /data
WORKDIR /data
VOLUME /data
ENV NODE_ENV=production AGENTGUARD_DATA=/data PORT=3000
EXPOSE 3000
USER node
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/src/main.js"]
CMD ["serve"]
