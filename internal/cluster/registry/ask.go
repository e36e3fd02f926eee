package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
)

// ErrNotAsked says that the daemon cannot be asked about a registry: it is reached by SSH or TLS, which only the docker command
// supports.
var ErrNotAsked = errors.New("cannot query the daemon over SSH or TLS")

// maxAnswer is how many bytes of the daemon's answer are read.
const maxAnswer = 64 << 10

// Ask makes the daemon at a Docker endpoint ask a registry whether it has an image, with the daemon's mirrors and proxies, but
// without credentials. Nothing is pulled. Its error is ErrNotAsked, or one of the errors of Begin.
func Ask(ctx context.Context, endpoint, image string) error {
	client, base, err := clientOf(endpoint)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	patient, cancel := context.WithTimeoutCause(ctx, Brief, overdue{Brief})
	defer cancel()
	request, err := http.NewRequestWithContext(patient, http.MethodGet, base+"/distribution/"+image+"/json", http.NoBody)
	if err != nil {
		return fmt.Errorf("ask for %s: %w", image, err)
	}
	answer, err := client.Do(request)
	if err != nil {
		if patient.Err() != nil {
			err = context.Cause(patient)
		}
		return trouble(ctx, image, false, err)
	}
	defer func() { _ = answer.Body.Close() }() // errors of closing do not matter after reading
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return trouble(ctx, image, false, saidBy(answer))
}

func saidBy(answer *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	var said struct{ Message string }
	if err != nil || json.Unmarshal(body, &said) != nil || said.Message == "" {
		return errors.New(answer.Status)
	}
	return errors.New(said.Message)
}

// clientOf returns a client for a daemon at unix:// or tcp:// without TLS.
func clientOf(endpoint string) (client *http.Client, base string, err error) {
	if endpoint == "" {
		endpoint = "unix:///var/run/docker.sock"
	}
	if socket, unix := strings.CutPrefix(endpoint, "unix://"); unix {
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		}
		return &http.Client{Transport: &http.Transport{DialContext: dial}}, "http://docker", nil
	}
	if at, tcp := strings.CutPrefix(endpoint, "tcp://"); tcp && !strings.HasSuffix(at, ":2376") {
		return &http.Client{Transport: &http.Transport{}}, "http://" + strings.TrimSuffix(at, "/"), nil
	}
	return nil, "", ErrNotAsked
}
