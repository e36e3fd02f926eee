package registry

import (
	"errors"
	"strings"
	"syscall"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// TestReasons has messages of several versions of Docker, with both of its image stores.
func TestReasons(t *testing.T) {
	for said, want := range map[string]string{
		`toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit`:                               "rate limit reached",
		`failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/x/manifests/sha256:0: 429 Too Many Requests`:  "rate limit reached",
		`unexpected status from HEAD request to https://mirror.example.org/v2/library/busybox/manifests/1: 429 Too Many Requests`:                          "rate limit reached",
		`Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password`:                                                             "requires credentials",
		`Head "https://mirror.example.org/v2/x/manifests/1": no basic auth credentials`:                                                                    "requires credentials",
		`failed to resolve reference "mirror.example.org/x:1": failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized`:  "requires credentials",
		`pull access denied for lab/x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`:        "or access requires a login",
		`pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`:             "or access requires a login",
		`unexpected status from GET request to https://mirror.example.org/v2/x/manifests/1: 403 Forbidden`:                                                 "does not allow this pull",
		`error parsing HTTP 403 response body: 403 Forbidden`:                                                                                              "does not allow this pull",
		`manifest for lab/x:2 not found: manifest unknown: manifest unknown`:                                                                               "no such image",
		`failed to resolve reference "docker.io/lab/x:2": docker.io/lab/x:2: not found`:                                                                    "no such image",
		`no matching manifest for linux/arm64/v8 in the manifest list entries`:                                                                             "this machine's processor",
		`manifest verification failed for digest sha256:0`:                                                                                                 "not what the digest says",
		`filesystem layer verification failed for digest sha256:0`:                                                                                         "not what the digest says",
		`failed commit on ref "layer-sha256:0": unexpected commit digest sha256:1, expected sha256:0: failed precondition`:                                 "not what the digest says",
		`failed commit on ref "layer-sha256:0": "layer-sha256:0" failed size validation: 12 != 24: failed precondition`:                                    "not what the digest says",
		`Get "https://mirror.example.org/v2/": x509: certificate signed by unknown authority`:                                                              "certificate",
		`Get "https://mirror.example.org/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid`:                       "certificate",
		`Get "https://mirror.example.org/v2/": http: server gave HTTP response to HTTPS client`:                                                            "does not speak TLS",
		`Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused`:                                    "proxy of Docker's daemon does not answer",
		`Get "https://registry-1.docker.io/v2/": Proxy Authentication Required`:                                                                            "asks for credentials",
		`error parsing HTTP 407 response body: unexpected end of JSON input: ""`:                                                                           "asks for credentials",
		`error parsing HTTP 429 response body: invalid character 'T' looking for beginning of value: "Too Many Requests"`:                                  "rate limit reached",
		`error parsing HTTP 401 response body: unexpected end of JSON input: ""`:                                                                           "requires credentials",
		`received unexpected HTTP status: 503 Service Unavailable`:                                                                                         "returned an error",
		`Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.53:53: no such host`:                                      "does not answer",
		`Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution`:                              "does not answer",
		`Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)`: "does not answer",
		`Get "https://registry-1.docker.io/v2/": context deadline exceeded`:                                                                                "does not answer",
		`failed to do request: Head "https://registry-1.docker.io/v2/x/manifests/1": dial tcp 10.0.0.1:443: connect: network is unreachable`:               "does not answer",
		`Get "https://registry-1.docker.io/v2/": EOF`:                                                                                                      "does not answer",
		`error pulling image configuration: download failed after attempts=6: unexpected EOF`:                                                              "broke off",
		`read tcp 10.0.0.2:50412->10.0.0.1:443: read: connection reset by peer`:                                                                            "broke off",
		`error getting credentials - err: exec: "docker-credential-desktop": executable file not found in $PATH, out: ""`:                                  "helper that has the credentials",
		`failed to register layer: write /usr/bin/x: no space left on device`:                                                                              "disk where Docker keeps its images is full",
		`something new`: "docker pull failed",
	} {
		failed := &command.Error{Command: "docker pull lab/x:2", Said: "Using default tag: latest\nError response from daemon: " + said + "\n", Err: errors.New("exit status 1")}
		err := trouble(t.Context(), "lab/x:2", false, failed)
		if !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "("+said+")") {
			t.Errorf("%s\n\tbecame %v\n\twant %q", said, err, want)
		}
		if strings.Contains(err.Error(), "HOST") || strings.Contains(err.Error(), "IMAGE") {
			t.Errorf("a placeholder was not replaced: %v", err)
		}
		if silent(err) != (want == "does not answer" || want == "returned an error" || strings.HasSuffix(want, "daemon does not answer")) {
			t.Errorf("%v: silent is wrong", err)
		}
	}
	if !errors.Is(&command.Error{Said: "no space left on device"}, syscall.ENOSPC) {
		t.Error("a full disk is not recognised")
	}
}

// TestOnceItHasBegun: if the connection fails after the pull has started, the registry was reachable.
func TestOnceItHasBegun(t *testing.T) {
	err := trouble(t.Context(), "lab/x:2", true, errors.New("dial tcp: connection refused"))
	if silent(err) || !strings.Contains(err.Error(), "the connection to the registry docker.io broke off") {
		t.Errorf("got %v", err)
	}
}

func TestLayers(t *testing.T) {
	var l layers
	var news []string
	for _, line := range []string{
		"v1: Pulling from kindest/node", "0123456789ab: Pulling fs layer", "ba9876543210: Pulling fs layer", "cccccccccccc: Already exists",
		"ba9876543210: Retrying in 5 seconds", "ba9876543210: Retrying in 4 seconds", "0123456789ab: Verifying Checksum", "0123456789ab: Download complete",
		"0123456789ab: Pull complete", "ba9876543210: Download complete", "ba9876543210: Pull complete", "Digest: sha256:0", "Status: Downloaded newer image for kindest/node:v1",
	} {
		if said := l.take(line); said != "" {
			news = append(news, said)
		}
	}
	want := "1 of 3 layers pulled|the connection broke off, and Docker tries again|2 of 3 layers pulled|3 of 3 layers pulled"
	if got := strings.Join(news, "|"); got != want {
		t.Errorf("got %s", got)
	}
}
