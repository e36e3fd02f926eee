package kube

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"syscall"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/version"
)

// Ping asks the API server for its version and returns why it does not
// answer: one sentence that names the address and what to look at.
func (c *Client) Ping(ctx context.Context) error {
	answer, err := c.typed.Discovery().RESTClient().Get().AbsPath("/version").Do(ctx).Raw()
	if err == nil {
		err = isVersion(answer)
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", diagnosis(c.config.Host, err), err)
}

// isVersion tells an API server from a web page, which may come with status 200.
func isVersion(answer []byte) error {
	var info version.Info
	if err := json.Unmarshal(answer, &info); err != nil {
		return fmt.Errorf("read its version: %w", err)
	}
	if info.GitVersion == "" {
		return errors.New("its answer names no version")
	}
	return nil
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

// Alive asks the API server for its version, and returns nil when there is any answer of it, a refusal too: that it says
// something is what counts. A proxy before it that says that it reaches nobody is none.
func (c *Client) Alive(ctx context.Context) error {
	_, err := c.typed.Discovery().RESTClient().Get().AbsPath("/version").Do(ctx).Raw()
	var status apierrors.APIStatus
	if errors.As(err, &status) && !slices.Contains([]int32{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, status.Status().Code) {
		return nil
	}
	return err
}
