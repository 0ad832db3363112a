# docker build -t sops .
# docker run -p 127.0.0.1:8080:8080 -p 127.0.0.1:8081:8081 -v sops:/data -e Sops__Auth__AllowOpen=true sops
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# Project files alone first: packages are restored again only when one of these changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Sops.Contracts/Sops.Contracts.csproj src/Sops.Contracts/packages.lock.json src/Sops.Contracts/
COPY src/Sops.Engine/Sops.Engine.csproj src/Sops.Engine/packages.lock.json src/Sops.Engine/
COPY src/Sops.Outbound/Sops.Outbound.csproj src/Sops.Outbound/packages.lock.json src/Sops.Outbound/
COPY src/Sops.Plugins/Sops.Plugins.csproj src/Sops.Plugins/packages.lock.json src/Sops.Plugins/
COPY src/Sops.Schedules/Sops.Schedules.csproj src/Sops.Schedules/packages.lock.json src/Sops.Schedules/
COPY src/Sops.Server/Sops.Server.csproj src/Sops.Server/packages.lock.json src/Sops.Server/
COPY src/Sops.Storage/Sops.Storage.csproj src/Sops.Storage/packages.lock.json src/Sops.Storage/
RUN dotnet restore src/Sops.Server --locked-mode
COPY .editorconfig ./
COPY protos protos
COPY src src
# Restores again, as what compiles ahead is fetched only where that is done.
RUN dotnet publish src/Sops.Server -c Release -o /app -p:UseAppHost=false -p:RestoreLockedMode=true \
  && mkdir /data

# "chiseled" has neither shell nor package manager; "-extra" brings the time zones that Sops__TimeZone names.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
COPY --from=build /app /app
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
# Listening beyond loopback is refused unless open mode is
# allowed knowingly with Sops__Auth__AllowOpen=true: in open mode everybody who reaches the port may do everything.
ENV Kestrel__Endpoints__Http__Url=http://0.0.0.0:8080 \
    Kestrel__Endpoints__Grpc__Url=http://0.0.0.0:8081 \
    ConnectionStrings__Sops="Data Source=/data/sops.db"
USER $APP_UID
WORKDIR /data
VOLUME /data
EXPOSE 8080 8081
# No HEALTHCHECK: the image has no shell to run one. Ask grpc.health.v1 on 8081 (Kubernetes: a grpc probe), or /readyz and
# /healthz on 8080. Stopping takes up to 10 s: leave docker's default or more as the grace period.
ENTRYPOINT ["dotnet", "/app/Sops.Server.dll"]
