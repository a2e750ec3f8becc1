"""Whether the program is alive, whether it can answer, and what it has counted."""

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from bot.web.parts import PartsOfApp

router = APIRouter(tags=["运行"])


@router.get("/healthz", summary="进程是否活着", description="活着就答 200。")
async def tell_alive() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "alive"}


@router.get(
    "/readyz",
    summary="能不能回答问题",
    description="存储和事项目录都就绪时为 200,否则为 503。",
)
async def tell_ready(parts: PartsOfApp) -> JSONResponse:
    """Say whether store and catalog are there."""
    readiness = await parts.check_ready()
    body = {
        "status": "ready" if readiness.is_ready else "not ready",
        "store": readiness.store,
        "catalog_version": readiness.catalog_version,
    }
    return JSONResponse(body, status_code=200 if readiness.is_ready else 503)


@router.get(
    "/metrics",
    summary="运行指标",
    description="Prometheus 文本格式,名称以 tongban_ 开头。",
    response_class=PlainTextResponse,
)
async def tell_metrics(parts: PartsOfApp) -> Response:
    """Write the counts for Prometheus."""
    readiness = await parts.check_ready()
    text = parts.metrics.render(readiness.catalog_version)
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
