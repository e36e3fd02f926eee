# Installs gherkind on a runner of GitHub Actions: a release, whose checksum is compared, or the sources of the action.
set -euo pipefail

bin="$RUNNER_TEMP/gherkind-bin"
mkdir -p "$bin"
releases="${GHERKIND_RELEASES:-https://github.com/gherkind/gherkind/releases}"

version="${GHERKIND_VERSION:-}"
if [[ -z "$version" ]]; then
	version=source
	if [[ "${ACTION_REF:-}" =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
		version="$ACTION_REF"
	fi
fi

from_source() {
	if ! command -v go >/dev/null; then
		echo "::error title=gherkind::there is no Go to build gherkind with: add actions/setup-go before this action, or set its input version to a release"
		exit 1
	fi
	(cd "$ACTION_PATH" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o "$bin/gherkind" ./cmd/gherkind)
}

from_release() {
	local os arch archive folder want got
	case "$(uname -s)" in
	Linux) os=linux ;;
	Darwin) os=darwin ;;
	*)
		echo "::error title=gherkind::there are releases for Linux and macOS only, and this runner is $(uname -s)"
		exit 1
		;;
	esac
	case "$(uname -m)" in
	x86_64 | amd64) arch=amd64 ;;
	aarch64 | arm64) arch=arm64 ;;
	*)
		echo "::error title=gherkind::there are releases for amd64 and arm64 only, and this runner is $(uname -m)"
		exit 1
		;;
	esac
	archive="gherkind_${os}_${arch}.tar.gz"
	folder="$releases/download/$version"
	if [[ "$version" == latest ]]; then
		folder="$releases/latest/download"
	fi
	for file in "$archive" checksums.txt; do
		if ! curl --fail --silent --show-error --location --retry 3 --output "$bin/$file" "$folder/$file"; then
			echo "::error title=gherkind::cannot download $folder/$file: is there a release $version?"
			exit 1
		fi
	done
	want="$(awk -v name="$archive" '$2 == name {print $1}' "$bin/checksums.txt")"
	if command -v sha256sum >/dev/null; then
		got="$(sha256sum "$bin/$archive")"
	else
		got="$(shasum -a 256 "$bin/$archive")"
	fi
	if [[ -z "$want" || "${got%% *}" != "$want" ]]; then
		echo "::error title=gherkind::$archive of release $version has not the checksum of checksums.txt"
		exit 1
	fi
	tar -xzf "$bin/$archive" -C "$bin" gherkind
	rm "$bin/$archive" "$bin/checksums.txt"
}

if [[ "$version" == source ]]; then
	from_source
else
	from_release
fi
"$bin/gherkind" version
echo "$bin" >>"$GITHUB_PATH"
