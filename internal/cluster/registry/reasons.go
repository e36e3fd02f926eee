package registry

// reason is a kind of trouble, with the messages of Docker by which it is recognised. HOST and IMAGE in its sentences are
// replaced by those of the image.
type reason struct {
	signs  []string // any of them, in lower case
	cause  string
	advice string
	silent bool // there was no answer
}

var brokenOff = reason{cause: "the connection to the registry HOST broke off", advice: "run this again: completed layers are kept"}

var diskFull = reason{
	cause:  "the disk where Docker keeps its images is full",
	advice: "free some space (docker system df shows what Docker holds) and run this again",
}

var unknown = reason{cause: "docker pull failed", advice: "try docker pull IMAGE"}

var noAnswer = reason{
	cause:  "the registry HOST does not answer",
	advice: "connect this machine to it, name a mirror with --registry, or have the images built (--images built)",
	silent: true,
}

// reasons are searched in order: an answer of the registry takes precedence over how the connection ended.
var reasons = []reason{
	{
		signs:  []string{"error getting credentials"},
		cause:  "the helper that has the credentials for registries does not work",
		advice: "correct or leave out \"credsStore\" and \"credHelpers\" in Docker's config.json",
	},
	{
		signs:  []string{"toomanyrequests", "rate limit", "429 too many requests", "http 429 response"},
		cause:  "rate limit reached at the registry HOST",
		advice: "wait, log in for a higher limit (docker login), or name a mirror with --registry",
	},
	{
		signs:  []string{"proxy authentication required", "http 407 response"},
		cause:  "the proxy of Docker's daemon asks for credentials",
		advice: "put them into the proxy's address in the daemon's settings (docker info shows which it has)",
	},
	{
		signs:  []string{"verification failed for digest", "unexpected commit digest", "digest mismatch", "does not match digest", "failed size validation", "invalid checksum digest"},
		cause:  "what the registry HOST sends is not what the digest says, so nothing of it was used",
		advice: "run this again, or use another registry: this one, or a proxy in between, changes images",
	},
	{
		signs:  []string{"no matching manifest for"},
		cause:  "the registry HOST has the image, but not for this machine's processor",
		advice: "take another image, or have the images built (--images built)",
	},
	{
		signs:  []string{"requested access to the resource is denied", "pull access denied", "insufficient_scope"},
		cause:  "image not found in the registry HOST, or access requires a login",
		advice: "check the name, or log in as the user who runs this (docker login HOST)",
	},
	{
		signs:  []string{"unauthorized", "no basic auth credentials", "authentication required", "incorrect username or password", "http 401 response"},
		cause:  "the registry HOST requires credentials that Docker does not have",
		advice: "log in as the user who runs this (docker login HOST)",
	},
	{
		signs:  []string{"403 forbidden", "http 403 response", "denied:"},
		cause:  "the registry HOST, or a proxy before it, does not allow this pull",
		advice: "ask who runs it, or name a mirror with --registry",
	},
	{
		signs:  []string{"manifest unknown", "name unknown", "repository name not known", "not found"},
		cause:  "the registry HOST answers, but has no such image",
		advice: "check the name and the tag",
	},
	{
		signs:  []string{"x509:", "certificate"},
		cause:  "Docker does not trust the certificate of the registry HOST",
		advice: "give Docker's daemon the certificate of its authority, as /etc/docker/certs.d/HOST/ca.crt",
	},
	{
		signs:  []string{"server gave http response to https client"},
		cause:  "the registry HOST does not speak TLS",
		advice: "add it to \"insecure-registries\" of Docker's daemon if that is meant",
	},
	{
		signs:  []string{"proxyconnect"},
		cause:  "the proxy of Docker's daemon does not answer",
		advice: "correct it in the daemon's settings (docker info shows which it has)",
		silent: true,
	},
	{
		signs:  []string{"502 bad gateway", "503 service unavailable", "504 gateway timeout"},
		cause:  "a gateway in front of the registry HOST returned an error",
		advice: "try again later, or name a mirror with --registry",
		silent: true,
	},
	{
		signs: []string{"unexpected eof", "connection reset", "download failed after attempts", "broken pipe"},
		cause: brokenOff.cause, advice: brokenOff.advice,
	},
	{
		signs: []string{"no such host", "connection refused", "i/o timeout", "network is unreachable", "no route to host", "server misbehaving",
			"temporary failure in name resolution", "client.timeout", "tls handshake timeout", "deadline exceeded", "request canceled", ": eof"},
		cause: noAnswer.cause, advice: noAnswer.advice, silent: true,
	},
}
