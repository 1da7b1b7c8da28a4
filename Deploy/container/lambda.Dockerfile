# The zip for AWS Lambda, built in a container for either processor (Docs/deploying.md). From the repository's root:
#   docker build --platform linux/arm64 -f Deploy/container/lambda.Dockerfile --output .build/dist .
# A relevo.json there (`relevo config show --format json --reveal --output relevo.json`) is put into the zip.
FROM swift:6.2-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends binutils libstdc++-12-dev python3 tzdata zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# The package names its tests and fuzzers, so they have to be there.
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY Fuzzing Fuzzing
RUN swift build -c release --product LambdaFunction --static-swift-stdlib
COPY dev/package dev/package
# With a pattern, because a COPY of a missing file ends the build. The first name is always there.
COPY LICENSE relevo.jso[n] ./
RUN set --; if [ -e relevo.json ]; then set -- --json relevo.json; fi; \
    PYTHONPATH=dev python3 -m package .build/release/LambdaFunction /out "$@"

FROM scratch
COPY --from=build /out/ /
