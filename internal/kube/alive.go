package kube

import (
	"context"
	"errors"
	"net/http"
	"slices"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
)

// Alive requests the version of the API server, and returns nil if the server answers at all, even with a refusal. The answer
// of a proxy in front of it that reaches nobody does not count.
func (c *Client) Alive(ctx context.Context) error {
	_, err := c.typed.Discovery().RESTClient().Get().AbsPath("/version").Do(ctx).Raw()
	var status apierrors.APIStatus
	if errors.As(err, &status) && !slices.Contains([]int32{http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}, status.Status().Code) {
		return nil
	}
	return err
}
