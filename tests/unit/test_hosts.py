"""What is read from the environment in which a host builds."""

from __future__ import annotations

import pytest

from sphinx_research_notes.model.hosts import Publication, publication_of

READTHEDOCS = {
    "READTHEDOCS": "True",
    "READTHEDOCS_VERSION_TYPE": "branch",
    "READTHEDOCS_CANONICAL_URL": "https://ada.readthedocs.io/en/latest/",
}
NETLIFY = {
    "NETLIFY": "true",
    "URL": "https://ada.example",
    "DEPLOY_PRIME_URL": "https://deploy-preview-3--ada.netlify.app",
}
CLOUDFLARE = {"CF_PAGES": "1", "CF_PAGES_URL": "https://0a1b2c3d.ada.pages.dev"}
GITLAB = {"GITLAB_CI": "true", "CI_PAGES_URL": "https://ada.gitlab.io/notes"}


@pytest.mark.parametrize(
    ("environ", "url", "is_preview"),
    [
        ({}, "", False),
        ({"URL": "https://example.org/", "CONTEXT": "deploy-preview"}, "", False),
        (
            READTHEDOCS | {"READTHEDOCS_VERSION_TYPE": "branch"},
            "https://ada.readthedocs.io/en/latest/",
            False,
        ),
        (
            READTHEDOCS
            | {
                "READTHEDOCS_VERSION_TYPE": "external",
                "READTHEDOCS_CANONICAL_URL": "https://ada--7.org.readthedocs.build/en/7/",
            },
            "https://ada--7.org.readthedocs.build/en/7/",
            True,
        ),
        ({"READTHEDOCS": "True"}, "", False),
        (NETLIFY | {"CONTEXT": "production"}, "https://ada.example/", False),
        (NETLIFY, "https://ada.example/", False),
        (NETLIFY | {"CONTEXT": "deploy-preview"}, "https://deploy-preview-3--ada.netlify.app/", True),
        (
            NETLIFY | {"CONTEXT": "branch-deploy", "DEPLOY_PRIME_URL": "https://next--ada.netlify.app"},
            "https://next--ada.netlify.app/",
            False,
        ),
        (NETLIFY | {"CONTEXT": "production", "URL": "javascript:alert(1)"}, "", False),
        (CLOUDFLARE | {"CF_PAGES_BRANCH": "main"}, "https://ada.pages.dev/", False),
        (CLOUDFLARE | {"CF_PAGES_BRANCH": "fix-a-typo"}, "https://0a1b2c3d.ada.pages.dev/", False),
        (
            CLOUDFLARE | {"CF_PAGES_BRANCH": "main", "CF_PAGES_URL": "https://ada.pages.dev"},
            "https://ada.pages.dev/",
            False,
        ),
        (GITLAB | {"CI_JOB_NAME": "pages"}, "https://ada.gitlab.io/notes/", False),
        (GITLAB | {"CI_JOB_NAME": "test"}, "", False),
    ],
)
def test_a_host_says_where_the_site_will_be(environ: dict[str, str], url: str, is_preview: bool) -> None:
    """Its variables count only where it sets them; an address always ends in a slash."""
    assert publication_of(environ) == Publication(url, is_preview)
