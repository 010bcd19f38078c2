"""What the environment of a build says about where its site will be published.

The variables are documented by the hosts: https://docs.readthedocs.com/platform/stable/reference/environment-variables.html,
https://docs.netlify.com/build/configure-builds/environment-variables/,
https://developers.cloudflare.com/pages/configuration/build-configuration/ and
https://docs.gitlab.com/ci/variables/predefined_variables/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .urls import web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The URL of one deployment at Cloudflare Pages: its digest, then the host of the project.
_DEPLOYMENT = re.compile(r"(https://)[0-9a-f]{8}\.([\w-]+\.pages\.dev)/?")
#: Branches that Cloudflare Pages publishes unless it is told another.
_MAIN = frozenset({"main", "master"})


@dataclass(frozen=True, slots=True)
class Publication:
    """Where a build will be published."""

    #: The URL of the site; empty if the environment doesn't tell.
    url: str = ""
    #: Whether it shows a proposed change, beside the site itself.
    is_preview: bool = False


def publication_of(environ: Mapping[str, str]) -> Publication:
    """Return where the host that builds in *environ* will publish; the default on any other machine."""
    if environ.get("READTHEDOCS") == "True":
        preview = environ.get("READTHEDOCS_VERSION_TYPE") == "external"
        return _published(environ.get("READTHEDOCS_CANONICAL_URL"), preview=preview)
    if environ.get("NETLIFY") == "true":
        context = environ.get("CONTEXT", "production")
        url = environ.get("URL" if context == "production" else "DEPLOY_PRIME_URL")
        # A deploy of another branch has an address of its own too, but need not be a proposal.
        return _published(url, preview=context == "deploy-preview")
    if environ.get("CF_PAGES") == "1":
        url, branch = environ.get("CF_PAGES_URL", ""), environ.get("CF_PAGES_BRANCH")
        # Which branch is the site can be set at Cloudflare, but isn't told: never guess that it is a preview.
        return _published(_DEPLOYMENT.sub(r"\1\2", url) if branch in _MAIN else url)
    if environ.get("GITLAB_CI") == "true" and environ.get("CI_JOB_NAME") == "pages":
        # All jobs have the URL, but only this one is sure to publish there.
        return _published(environ.get("CI_PAGES_URL"))
    return Publication()


def _published(url: str | None, *, preview: bool = False) -> Publication:
    address = web_address(url or "")
    return Publication(f"{address.rstrip('/')}/" if address else "", preview)
