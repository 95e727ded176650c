"""Make a bucket of the site, and print what its account may do there.

    python deploy/s3/bucket.py photos 's3://photos/live?endpoint_url=https://s3.example.com'

1. Make it, unless it is there and ours.
2. One for photos must never have kept versions; one for backups keeps them from now on.
3. Have the server encrypt, show nothing to strangers, and clear away uploads that were cut off.
   Some servers do not know one of these: that is told, as all is encrypted before it is sent.
4. Print the policy of the account, from the file of that name beside this one.

It is run with keys of somebody who may do so, wherever boto3 looks for them; the site's own account
may not. Safe to repeat.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from voltbay.core.bucket import Bucket, bucket, client

AMERICA = "us-east-1"  # the one region that must not be named
OURS = ("BucketAlreadyOwnedByYou",)
CUT_OFF_DAYS = 2  # the largest backup is sent within hours
OLD_DAYS = 35  # of what `erasures.json` was before
NOBODY = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def main(arguments: list[str]) -> None:
    """Do it all. Exits with a sentence where a bucket will not do."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("kind", choices=VERSIONS)
    parser.add_argument("url", help="s3://bucket/prefix, as the setting names it")
    chosen = parser.parse_args(arguments)
    where = bucket(chosen.url)
    make(where)
    VERSIONS[chosen.kind](where)
    guard(where, chosen.kind)
    print(policy(chosen.kind, where))


def make(where: Bucket) -> None:
    """Make it; one that is ours already is fine, somebody else's is not."""
    there = where.region not in (None, AMERICA)
    region = {"CreateBucketConfiguration": {"LocationConstraint": where.region}} if there else {}
    try:
        client(where).create_bucket(Bucket=where.name, **region)
    except ClientError as failed:
        if code_of(failed) not in OURS:
            sys.exit(f"{where.name} cannot be made: {code_of(failed)}")


def refuse_versions(where: Bucket) -> None:
    """Exit where what is deleted would stay."""
    if client(where).get_bucket_versioning(Bucket=where.name).get("Status"):
        sys.exit(f"{where.name} keeps or kept versions: what is erased would stay. Name another.")


def keep_versions(where: Bucket) -> None:
    """Have what is written over stay for a while: who stole our keys may write, not delete."""
    client(where).put_bucket_versioning(
        Bucket=where.name, VersioningConfiguration={"Status": "Enabled"}
    )


def guard(where: Bucket, kind: str) -> None:
    """Set what is good to have; tell of what the server does not know."""
    s3 = client(where)
    sealed = {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}
    for what, ask, asked in (
        (
            "clearing away",
            s3.put_bucket_lifecycle_configuration,
            {"LifecycleConfiguration": {"Rules": [rule(kind)]}},
        ),
        ("encryption", s3.put_bucket_encryption, {"ServerSideEncryptionConfiguration": sealed}),
        (
            "refusing strangers",
            s3.put_public_access_block,
            {"PublicAccessBlockConfiguration": dict.fromkeys(NOBODY, True)},
        ),
    ):
        try:
            ask(Bucket=where.name, **asked)
        except ClientError as failed:
            print(f"{where.name}: no {what} here ({code_of(failed)})", file=sys.stderr)


def rule(kind: str) -> dict[str, Any]:
    """Return what the server clears away by itself."""
    cut_off = {"AbortIncompleteMultipartUpload": {"DaysAfterInitiation": CUT_OFF_DAYS}}
    old = {"NoncurrentVersionExpiration": {"NoncurrentDays": OLD_DAYS}}
    return {
        "ID": "voltbay",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        **cut_off,
        **(old if kind == "backups" else {}),
    }


def policy(kind: str, where: Bucket) -> str:
    """Return what the account may do, for this bucket and the beginning of names in it."""
    text = (Path(__file__).parent / f"{kind}.json").read_text()
    prefix = f"{where.prefix}/" if where.prefix else ""
    written = text.replace("BUCKET", where.name).replace("PREFIX", prefix)
    return json.dumps(json.loads(written), indent=2)


def code_of(failed: ClientError) -> str:
    """Return the server's own word for why it did not."""
    return str(failed.response.get("Error", {}).get("Code", "unknown"))


VERSIONS = {"photos": refuse_versions, "backups": keep_versions, "wal": refuse_versions}

if __name__ == "__main__":
    main(sys.argv[1:])
