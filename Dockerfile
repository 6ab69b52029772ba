# Tacit's web process. Build: docker build -t tacit .   Run: see docker-compose.yml.
FROM python:3.12-slim-bookworm AS build
ARG PIP_CERT=
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/tacit
COPY requirements.txt /tmp/requirements.txt
RUN /opt/tacit/bin/pip install --require-hashes --no-deps -r /tmp/requirements.txt
WORKDIR /srv/tacit
COPY manage.py pyproject.toml LICENSE ./
COPY assessment assessment
COPY templates templates
COPY static static
# Collecting needs settings but no secret and no database of the installation.
RUN SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=sqlite:////tmp/build.sqlite3 STATIC_ROOT=/srv/tacit/var/static \
    /opt/tacit/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.12-slim-bookworm
LABEL org.opencontainers.image.title="Tacit" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --home-dir /srv/tacit --shell /usr/sbin/nologin tacit
COPY --from=build /opt/tacit /opt/tacit
COPY --from=build --chown=root:root /srv/tacit /srv/tacit
WORKDIR /srv/tacit
ENV PATH=/opt/tacit/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/tacit/var/static
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 CMD ["python", "manage.py", "check_health"]
# The control socket would need a home directory that can be written to.
CMD ["gunicorn", "assessment.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket", "--access-logfile", "-", "--logger-class", "assessment.access_log.AccessLog"]
