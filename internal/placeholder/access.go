package placeholder

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
)

// accessTypes are the placeholders of what somebody may do, and to whom.
func accessTypes() []step.Type {
	return []step.Type{
		{Name: "verb", Pattern: `[a-z]+`, Example: `list`, Parse: parseVerb,
			Doc: `A verb of the Kubernetes API, as in a Role: ` + strings.Join(verbs, ", ") + `.`},
		{Name: "resource", Pattern: `[a-z][A-Za-z0-9.-]*(?:/[a-z]+)?`, Example: `pods/exec`, Parse: parseResource,
			Doc: `A kind as kubectl takes it, or a part of one: pods, deployments.apps, pods/log.`},
		{Name: "host", Pattern: quoted, Example: `"db.shared"`, Parse: parseHost,
			Doc: `The name or the address of a host, in double quotes: "web", "web.shop", "10.96.0.1".`},
		{Name: "health", Pattern: `[A-Z_]+`, Example: `SERVING`, Parse: parseHealth,
			Doc: `A status of the gRPC health protocol: ` + strings.Join(healths, ", ") + `. The last one is said of a service that the server does not have.`},
	}
}

var healths = []string{"SERVING", "NOT_SERVING", "UNKNOWN", "SERVICE_UNKNOWN"}

// Health is a status of the gRPC health protocol.
type Health string

func parseHealth(text string, _ step.Place) (any, error) {
	if slices.Contains(healths, text) {
		return Health(text), nil
	}
	if near := words.Nearest(text, healths); near != "" {
		return nil, fmt.Errorf("did you mean %s?", near)
	}
	return nil, errors.New("write one of " + strings.Join(healths, ", "))
}

var verbs = []string{"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate", "approve", "sign", "use"}

// Verb is one of the API.
type Verb string

func parseVerb(text string, _ step.Place) (any, error) {
	if slices.Contains(verbs, text) {
		return Verb(text), nil
	}
	if near := words.Nearest(text, verbs); near != "" {
		return nil, fmt.Errorf("did you mean %s?", near)
	}
	return nil, errors.New("write a verb as in a Role: " + strings.Join(verbs, ", "))
}

// Resource is a kind as kubectl takes it, and a part of it; "" is the whole.
type Resource struct{ Kind, Part string }

// parts are the subresources of Kubernetes. A misspelt one is allowed to nobody.
var parts = []string{"status", "scale", "log", "exec", "attach", "portforward", "proxy", "eviction", "ephemeralcontainers", "resize", "binding", "token", "approval", "finalize"}

func parseResource(text string, _ step.Place) (any, error) {
	kind, part, has := strings.Cut(text, "/")
	if has && !slices.Contains(parts, part) {
		if near := words.Nearest(part, parts); near != "" {
			return nil, fmt.Errorf("did you mean %s/%s?", kind, near)
		}
		return nil, errors.New("a part of a kind is one of " + strings.Join(parts, ", "))
	}
	return Resource{kind, part}, nil
}

// Host is a name or an address.
type Host string

var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$`)

func parseHost(text string, _ step.Place) (any, error) {
	host := Unquote(text)
	if !hostForm.MatchString(host) {
		return nil, errors.New(`write the name or the address of a host alone, as in "web", "web.shop" or "10.96.0.1"`)
	}
	return Host(host), nil
}
