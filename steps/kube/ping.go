package kube

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"syscall"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Ping asks the API server for its version and returns why it does not
// answer: one sentence that names the address and what to look at.
func (c *Client) Ping(ctx context.Context) error {
	err := c.typed.Discovery().RESTClient().Get().AbsPath("/version").Do(ctx).Error()
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", diagnosis(c.config.Host, err), err)
}

func diagnosis(host string, err error) string {
	var unknownAuthority x509.UnknownAuthorityError
	var dns *net.DNSError
	switch {
	case errors.As(err, &unknownAuthority):
		return fmt.Sprintf("%s answers with a certificate that this kubeconfig does not trust", host)
	case apierrors.IsUnauthorized(err):
		return fmt.Sprintf("%s does not accept the credentials of this kubeconfig", host)
	case apierrors.IsForbidden(err):
		return fmt.Sprintf("%s forbids even asking for its version with these credentials", host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("nothing listens at %s", host)
	case errors.As(err, &dns):
		return fmt.Sprintf("the name of the server in %s cannot be resolved", host)
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Sprintf("%s did not answer in time", host)
	}
	return fmt.Sprintf("%s does not answer as an API server", host)
}
