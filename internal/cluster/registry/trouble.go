package registry

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/scenarios/cluster/host"
	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Trouble says why an image could not be pulled.
type Trouble struct {
	Image string
	Cause string // "the registry has no such image"
	Said  string // Docker's last message
	// Silent says that neither the registry nor a mirror has answered.
	Silent bool
}

func (t *Trouble) Error() string {
	if t.Said == "" {
		return t.Cause
	}
	return fmt.Sprintf("%s (%s)", t.Cause, t.Said)
}

// Silence returns Docker's message if no registry answers: this machine may not have a network at all. ok is false for all other
// errors.
func Silence(err error) (said string, ok bool) {
	t, ok := errors.AsType[*Trouble](err)
	if !ok || !t.Silent {
		return "", false
	}
	return t.Said, true
}

// maxSaid is how many bytes of Docker's message are quoted.
const maxSaid = 400

// trouble explains in one sentence why a pull has failed, and what to do. begun says that the registry had started to send the
// image.
func trouble(ctx context.Context, image string, begun bool, err error) error {
	r := reasonOf(err)
	switch {
	case !r.silent:
	case begun:
		r = brokenOff
	default:
		r.advice = ownProxy(ctx, r.advice)
	}
	at, _ := split(image)
	place := strings.NewReplacer("HOST", at, "IMAGE", image)
	return &host.EnvironmentError{Doing: "pull " + image, Advice: place.Replace(r.advice),
		Err: &Trouble{Image: image, Cause: place.Replace(r.cause), Said: said(err), Silent: r.silent}}
}

func reasonOf(err error) reason {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return diskFull
	case errors.As(err, new(overdue)):
		return noAnswer
	}
	text := strings.ToLower(err.Error())
	for _, r := range reasons {
		if slices.ContainsFunc(r.signs, func(sign string) bool { return strings.Contains(text, sign) }) {
			return r
		}
	}
	return unknown
}

// said returns Docker's message on one line.
func said(err error) string {
	text := err.Error()
	if failed, ok := errors.AsType[*command.Error](err); ok && failed.Said != "" {
		text = failed.Said
	}
	lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' })
	text = strings.TrimPrefix(strings.TrimSpace(lines[len(lines)-1]), "Error response from daemon: ")
	if len(text) > maxSaid {
		text = strings.ToValidUTF8(text[:maxSaid], "") + " …"
	}
	return text
}

// ownProxy adds the most common mistake to an advice: the daemon does not use the proxy of the shell.
func ownProxy(ctx context.Context, advice string) string {
	if os.Getenv("HTTPS_PROXY")+os.Getenv("https_proxy")+os.Getenv("HTTP_PROXY")+os.Getenv("http_proxy") == "" {
		return advice
	}
	if has, err := docker.HasProxy(ctx); err != nil || has {
		return advice
	}
	return advice + "; a proxy is set here, but Docker's daemon, which pulls, has none: give it HTTP_PROXY, HTTPS_PROXY and NO_PROXY in its own environment, or \"proxies\" in its daemon.json"
}
