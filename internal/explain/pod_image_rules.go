package explain

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/gherkind/gherkind/internal/say"
)

// pullRule is one way in which a registry, or the connection to it, fails.
type pullRule struct {
	words []string // any of these in the message, in lower case
	says  say.Text
	hint  say.Text
}

// pullRules are evaluated in this order: a message about an unreachable registry often ends in words that also match a later
// rule.
func pullRules(host string) []pullRule {
	return []pullRule{
		{[]string{"no such host", "server misbehaving", "lookup ", "name resolution"},
			say.Textf("cannot be pulled: the name of the registry host%s is not known to DNS", host),
			say.Textf("look at the registry's name in the image and at the node's DNS; without internet use an image that is on the nodes")},
		{[]string{"x509", "server gave http response to https", "tls: ", "certificate"},
			say.Textf("cannot be pulled: no trusted TLS connection to the registry%s", host),
			say.Textf("give the nodes the registry's certificate authority, or configure it as a plain HTTP registry")},
		{[]string{"connection refused", "i/o timeout", "no route to host", "network is unreachable", "connection reset",
			"deadline exceeded", "handshake timeout", "proxyconnect", "registry is unavailable", ": eof", "service unavailable", "bad gateway"},
			say.Textf("cannot be pulled: the registry%s does not answer", host),
			say.Textf("look at the network between node and registry; without internet use an image that is on the nodes")},
		{[]string{"toomanyrequests", "too many requests", "rate limit"},
			say.Textf("cannot be pulled: the registry%s refuses further pulls for now (rate limit)", host),
			say.Textf("wait, log in with an imagePullSecret, or use a mirror")},
		{[]string{"no match for platform", "no matching manifest"},
			say.Textf("exists, but not for the node's platform"), say.Textf("use an image built for the node's architecture")},
		{[]string{"unauthorized", "denied", "forbidden", "authorization failed", "insufficient_scope", "no basic auth", "authentication required"},
			say.Textf("cannot be pulled: the registry%s gives no access to it, or has no such repository", host),
			say.Textf("look at the repository's name, or add an imagePullSecret that may read it")},
		{[]string{"not found", "manifest unknown", "does not exist", "name unknown"},
			say.Textf("does not exist in the registry"), say.Textf("look at the image's name and tag")},
		{[]string{"no space left", "disk quota"},
			say.Textf("cannot be stored: the node's disk is full"), say.Textf("free space on the node")},
		{[]string{"invalid reference format", "couldn't parse image"},
			say.Textf("is not a valid image name"), say.Textf("write it as [registry/]name[:tag] in lower case")},
	}
}

var quotedURL = regexp.MustCompile(`"(https?://[^"]+)"`)

// hostIn returns the registry host in the message, with a leading space; "" if there is none.
func hostIn(message string) string {
	if m := quotedURL.FindStringSubmatch(message); m != nil {
		if u, err := url.Parse(m[1]); err == nil && u.Host != "" {
			return " " + quote(u.Host)
		}
	}
	if _, rest, ok := strings.Cut(message, "lookup "); ok {
		if fields := strings.Fields(rest); len(fields) > 0 {
			return " " + quote(strings.TrimRight(fields[0], ":,"))
		}
	}
	return ""
}
