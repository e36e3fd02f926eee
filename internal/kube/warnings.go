package kube

import (
	"context"

	"k8s.io/client-go/rest"
)

// warningsKey is the key of a context for the warnings of its requests.
type warningsKey struct{}

// withWarnings returns a context whose requests add the warnings of the API server to a list instead of logging them. The requests
// must follow each other.
func withWarnings(ctx context.Context, into *[]string) context.Context {
	return context.WithValue(ctx, warningsKey{}, into)
}

// warnings handles the warnings of all requests; see [withWarnings].
type warnings struct{}

// HandleWarningHeaderWithContext implements [rest.WarningHandlerWithContext].
func (warnings) HandleWarningHeaderWithContext(ctx context.Context, code int, agent, text string) {
	if into, ok := ctx.Value(warningsKey{}).(*[]string); ok {
		*into = append(*into, text)
		return
	}
	rest.WarningLogger{}.HandleWarningHeaderWithContext(ctx, code, agent, text)
}
