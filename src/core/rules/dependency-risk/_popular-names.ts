import type { Ecosystem } from '../../parsers/manifests/manifest.ts';

const words = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/**
 * Packages that nearly everybody knows, by ecosystem: what a misspelt name would be taken for. Well-known names that
 * happen to be close to one of them (`preact`, `vuex`) are listed for that reason alone: a listed name is never a
 * look-alike.
 */
export const POPULAR: Partial<Record<Ecosystem, readonly string[]>> = {
  npm: words(`
    react react-dom react-native react-router react-router-dom react-redux react-query react-hook-form react-icons
    preact angular svelte sveltekit solid-js vue vue-router vuex vuetify pinia next nuxt remix astro gatsby express
    express-session body-parser cookie-parser cors helmet morgan multer passport passport-jwt passport-local fastify
    koa koa-router hapi socket.io socket.io-client axios node-fetch cross-fetch request request-promise superagent got
    undici lodash lodash-es lodash.merge lodash.get underscore ramda moment moment-timezone dayjs date-fns luxon chalk
    colors color commander yargs yargs-parser minimist inquirer enquirer prompts ora debug dotenv dotenv-expand
    cross-env cross-spawn rimraf mkdirp glob fast-glob globby micromatch minimatch chokidar fs-extra graceful-fs
    webpack webpack-cli webpack-dev-server rollup esbuild parcel vite vitest babel-core babel-loader babel-eslint
    typescript ts-node ts-jest ts-loader tslib tslint eslint eslint-config-prettier eslint-plugin-react prettier
    stylelint jest jest-cli mocha chai sinon karma jasmine cypress playwright puppeteer puppeteer-core nock supertest
    nodemon concurrently husky lint-staged semver uuid nanoid bcrypt bcryptjs jsonwebtoken jose crypto-js mongoose
    mongodb mysql mysql2 sequelize typeorm prisma knex redis ioredis sqlite3 better-sqlite3 pg-promise graphql
    graphql-tag apollo-server apollo-client zod joi yup ajv validator classnames clsx styled-components tailwindcss
    autoprefixer postcss postcss-loader sass node-sass less-loader css-loader style-loader bootstrap jquery d3 three
    chart.js echarts highcharts leaflet immer immutable redux redux-thunk redux-saga reselect mobx zustand jotai rxjs
    winston pino bunyan async bluebird through2 readable-stream string-width strip-ansi ansi-styles supports-color
    electron electron-builder ethers web3 web3.js ethereumjs-util discord.js telegraf nodemailer handlebars mustache
    marked markdown-it highlight.js cheerio jsdom xml2js fast-xml-parser js-yaml yaml csv-parse papaparse sharp jimp
    event-stream coffee-script openai langchain stripe firebase firebase-admin aws-sdk googleapis serverless pm2
    core-js regenerator-runtime reflect-metadata class-validator class-transformer framer-motion lucide-react recharts
    swiper formik i18next react-i18next next-auth nextauth swr tslog execa zx`),
  pypi: words(`
    requests urllib3 urllib certifi idna chardet charset-normalizer httpx httpcore aiohttp flask flask-cors
    flask-sqlalchemy django djangorestframework fastapi starlette uvicorn gunicorn jinja2 markupsafe werkzeug click
    typer rich colorama tqdm numpy pandas scipy matplotlib seaborn plotly scikit-learn scikit-image tensorflow
    tensorflow-gpu keras torch torchvision torchaudio pytorch-lightning transformers tokenizers datasets accelerate
    sentencepiece openai anthropic langchain langchain-core langchain-community llama-index tiktoken chromadb pydantic
    pydantic-core pydantic-settings attrs dataclasses marshmallow sqlalchemy alembic psycopg psycopg2 psycopg2-binary
    pymysql mysqlclient mysql-connector-python pymongo motor redis celery kombu boto boto3 botocore s3transfer awscli
    google-cloud-storage google-api-python-client azure-storage-blob cryptography pycryptodome pycrypto pyopenssl
    paramiko bcrypt passlib pyjwt python-jose itsdangerous python-dateutil python-dotenv pytz tzdata pyyaml
    ruamel.yaml toml tomli simplejson orjson ujson lxml beautifulsoup4 html5lib selenium playwright scrapy pytest
    pytest-cov pytest-asyncio pytest-mock coverage tox nox mypy mypy-extensions flake8 pylint black isort ruff
    pre-commit setuptools wheel pip virtualenv poetry pipenv packaging typing-extensions six future pillow
    opencv-python imageio networkx sympy jupyter jupyterlab notebook ipython ipykernel streamlit gradio dash bokeh
    websockets websocket-client grpcio protobuf fire docopt loguru structlog sentry-sdk prometheus-client ansible
    docker kubernetes pyinstaller cython numba xgboost lightgbm nltk spacy gensim faker factory-boy freezegun moto
    tabulate psutil watchdog jsonschema pexpect distro nibabel mutagen regex pyspark airflow apache-airflow dbt-core
    discord.py tweepy telethon python-telegram-bot web3 ccxt python-magic pynacl asyncpg aiofiles aiosqlite peewee`),
  cargo: words(`
    serde serde_json serde_yaml serde_derive tokio tokio-util futures async-trait reqwest hyper axum actix-web rocket
    warp tower tracing tracing-subscriber log env_logger clap structopt anyhow thiserror rand rand_core regex lazy_static
    once_cell chrono uuid bytes bitflags base64 sha2 hmac rustls openssl ring native-tls sqlx diesel rusqlite redis
    toml itertools rayon crossbeam parking_lot num-traits num_cpus libc winapi syn quote proc-macro2 tempfile walkdir
    glob indexmap hashbrown smallvec memchr either semver url http httparse tonic prost criterion proptest mockall
    bincode flate2 tungstenite rust_decimal rustdecimal ethers web3 solana-sdk nalgebra ndarray polars image crossterm`),
  rubygems: words(`
    rails railties activerecord activesupport actionpack actionmailer activejob rack puma unicorn sidekiq resque devise
    omniauth cancancan pundit rspec rspec-rails rspec-core minitest capybara selenium-webdriver factory_bot
    factory_bot_rails faker nokogiri httparty faraday rest-client json sinatra sequel redis mysql2 sqlite3 bootsnap
    bundler rake rubocop rubocop-rails simplecov webmock vcr pry byebug sprockets sass-rails sassc jbuilder turbolinks
    turbo-rails stimulus-rails importmap-rails kaminari will_paginate carrierwave paperclip shrine aws-sdk aws-sdk-s3
    stripe dotenv dotenv-rails jekyll fastlane cocoapods bcrypt jwt i18n thor concurrent-ruby strong_migrations`),
  packagist: words(`
    laravel/framework laravel/sanctum laravel/passport laravel/tinker symfony/console symfony/http-foundation
    symfony/http-kernel symfony/yaml symfony/process symfony/finder symfony/mailer guzzlehttp/guzzle guzzlehttp/psr7
    monolog/monolog phpunit/phpunit doctrine/orm doctrine/dbal doctrine/inflector twig/twig nesbot/carbon ramsey/uuid
    vlucas/phpdotenv league/flysystem mockery/mockery fakerphp/faker phpstan/phpstan predis/predis firebase/php-jwt
    phpmailer/phpmailer aws/aws-sdk-php intervention/image spatie/laravel-permission livewire/livewire`),
  go: words(`
    github.com/gin-gonic/gin github.com/gorilla/mux github.com/gorilla/websocket github.com/labstack/echo
    github.com/gofiber/fiber github.com/go-chi/chi github.com/stretchr/testify github.com/sirupsen/logrus
    github.com/spf13/cobra github.com/spf13/viper github.com/spf13/pflag github.com/google/uuid github.com/google/go-cmp
    github.com/pkg/errors github.com/go-sql-driver/mysql github.com/lib/pq github.com/jackc/pgx
    github.com/redis/go-redis github.com/golang-jwt/jwt github.com/golang/protobuf github.com/prometheus/client_golang
    github.com/aws/aws-sdk-go github.com/aws/aws-sdk-go-v2 github.com/hashicorp/terraform github.com/urfave/cli
    github.com/boltdb/bolt github.com/shopspring/decimal github.com/fatih/color github.com/rs/zerolog go.uber.org/zap`),
};

/** Scopes of npm that their makers alone publish under, and packages known by their scope. */
export const SCOPES: readonly string[] = words(`
  @angular @apollo @aws-sdk @azure @babel @chakra-ui @commitlint @emotion @eslint @expo @fastify @fortawesome @google-cloud
  @grpc @headlessui @heroicons @hookform @jest @langchain @material-ui @microsoft @modelcontextprotocol @mui @nestjs
  @nuxt @octokit @openzeppelin @opentelemetry @playwright @prisma @radix-ui @react-native @reduxjs @remix-run @rollup
  @sentry @shopify @storybook @stripe @supabase @svelte @sveltejs @swc @tailwindcss @tanstack @testing-library @trpc
  @types @typescript-eslint @vercel @vitejs @vitest @vue`);

/** Packages known by their scope, which never had a name without it. */
export const SCOPED: readonly string[] = words(`
  @types/node @types/react @types/react-dom @types/express @types/jest @types/lodash @types/uuid @nestjs/common
  @nestjs/core @nestjs/platform-express @tanstack/react-query @tanstack/react-table @reduxjs/toolkit @trpc/server
  @trpc/client @hookform/resolvers @prisma/client @angular/core @angular/common @vitejs/plugin-react
  @testing-library/react @testing-library/jest-dom @testing-library/user-event @modelcontextprotocol/sdk
  @opentelemetry/api @octokit/rest @emotion/react @emotion/styled @mui/material @storybook/react @sentry/node
  @aws-sdk/client-s3 @anthropic-ai/sdk @playwright/test @radix-ui/react-dialog @radix-ui/react-slot
  @headlessui/react @heroicons/react @typescript-eslint/parser @typescript-eslint/eslint-plugin @google/generative-ai
  @langchain/core @langchain/openai @babel/preset-typescript`);
