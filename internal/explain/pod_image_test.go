package explain

import (
	"strings"
	"testing"
)

// TestJudgePull classifies pull failures by messages of containerd and Docker.
func TestJudgePull(t *testing.T) {
	const nginx = "nginx:1.999"
	for _, c := range []struct{ image, message, want string }{
		{nginx, `failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1.999": dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: no such host`,
			"the name of the registry host registry-1.docker.io is not known to DNS"},
		{nginx, `dial tcp: lookup registry-1.docker.io: i/o timeout`, "registry-1.docker.io is not known to DNS"},
		{nginx, `Head "https://r.example:5000/v2/": dial tcp 10.1.1.1:5000: i/o timeout`, "the registry r.example:5000 does not answer"},
		{nginx, `context deadline exceeded`, "the registry does not answer"},
		{nginx, `pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`, "gives no access to it"},
		{nginx, `unexpected status: 403 Forbidden`, "gives no access to it"},
		{nginx, `docker.io/library/nginx:1.999: not found`, "does not exist in the registry"},
		{nginx, `manifest for nginx:1.999 not found: manifest unknown: manifest unknown`, "does not exist in the registry"},
		{nginx, `no match for platform in manifest: not found`, "exists, but not for the node's platform"},
		{nginx, `toomanyrequests: You have reached your pull rate limit`, "refuses further pulls for now"},
		{nginx, `tls: failed to verify certificate: x509: certificate signed by unknown authority`, "no trusted TLS connection"},
		{nginx, `http: server gave HTTP response to HTTPS client`, "no trusted TLS connection"},
		{nginx, `write /var/lib/x: no space left on device`, "the node's disk is full"},
		{nginx, `something: new: happened`, "cannot be pulled: new: happened"},
		// words in the image's own name are no reason
		{"reg.example/denied/lookup:forbidden", `reg.example/denied/lookup:forbidden: not found`, "does not exist in the registry"},
		{"not.found/x509:tls", `Head "https://not.found/v2/x509/manifests/tls": connection refused`, "the registry not.found does not answer"},
	} {
		if got := judgePull("ErrImagePull", c.message, c.image); !strings.Contains(got.says.String(), c.want) || strings.Contains(got.says.String(), "%!") || got.hint.Empty() {
			t.Errorf("%s\ngot  %s\nwant %s", c.message, got.says, c.want)
		}
	}
}

func TestPullMessageOfABackOff(t *testing.T) {
	events := []event{
		{reason: "Failed", message: `Failed to pull image "x": not found`},
		{reason: "Failed", message: "Error: ImagePullBackOff"},
	}
	for message, want := range map[string]string{
		`Back-off pulling image "x"`:                        `Failed to pull image "x": not found`,
		`Back-off pulling image "x": ErrImagePull: no host`: "ErrImagePull: no host",
		"":              `Failed to pull image "x": not found`,
		"no such image": "no such image",
	} {
		if got := pullMessage(message, events); got != want {
			t.Errorf("pullMessage(%q) = %q, want %q", message, got, want)
		}
	}
}
