# The service in one image: built by the SDK, run by the smaller runtime, as a user without rights, on a file system it cannot write to.
# Only /data is written: the embedded store, and the inbox where no other is named.

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src
# Packages change less often than code: this layer lasts until a lock file changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY qa-engine/QA.Scoring/QA.Scoring.csproj qa-engine/QA.Scoring/packages.lock.json qa-engine/QA.Scoring/
COPY qa-engine/QA.Rubrics/QA.Rubrics.csproj qa-engine/QA.Rubrics/packages.lock.json qa-engine/QA.Rubrics/
COPY qa-engine/QA.Calibration/QA.Calibration.csproj qa-engine/QA.Calibration/packages.lock.json qa-engine/QA.Calibration/
COPY qa-engine/QA.Engine/QA.Engine.csproj qa-engine/QA.Engine/packages.lock.json qa-engine/QA.Engine/
RUN dotnet restore qa-engine/QA.Engine/QA.Engine.csproj --locked-mode
COPY .editorconfig ./
COPY qa-engine qa-engine
COPY rubrics rubrics
RUN dotnet publish qa-engine/QA.Engine/QA.Engine.csproj --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
COPY --from=build /app /app
# A new named volume takes its owner from this folder.
RUN mkdir /data && chown "$APP_UID:$APP_UID" /data
USER $APP_UID
# An appsettings.json in the working folder overrides the program's own; the diagnostics socket would need a file system to stand on.
WORKDIR /data
ENV QA_Data=/data QA_Http__Listen=http://0.0.0.0:8321 QA_Log__Format=json DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8321
# The image has neither curl nor wget; bash opens sockets itself. Ready: the worker is at work and the store can be used.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8321 && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["dotnet", "/app/QA.Engine.dll"]
CMD ["run"]
