package explain

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// mechanism describes a probe's handler and parameters: `exec: cat /tmp/healthy`, `httpGet :8080/healthz`, `tcpSocket :8080`,
// `grpc :9000 service "api"`.
func mechanism(h corev1.ProbeHandler) string {
	switch {
	case h.Exec != nil:
		return "exec: " + quote(strings.Join(h.Exec.Command, " "))
	case h.HTTPGet != nil:
		return "httpGet " + quote(httpTarget(h.HTTPGet))
	case h.TCPSocket != nil:
		return quote(fmt.Sprintf("tcpSocket %s:%s", h.TCPSocket.Host, h.TCPSocket.Port.String()))
	case h.GRPC != nil:
		text := fmt.Sprintf("grpc :%d", h.GRPC.Port)
		if h.GRPC.Service != nil && *h.GRPC.Service != "" {
			text += fmt.Sprintf(" service %q", *h.GRPC.Service)
		}
		return quote(text)
	}
	return "no mechanism"
}

func httpTarget(g *corev1.HTTPGetAction) string {
	scheme := ""
	if g.Scheme == corev1.URISchemeHTTPS {
		scheme = "https://"
	}
	text := fmt.Sprintf("%s%s:%s%s", scheme, g.Host, g.Port.String(), g.Path)
	for _, h := range g.HTTPHeaders {
		text += fmt.Sprintf(", %s: %s", h.Name, h.Value)
	}
	return text
}

// probeHint chooses the hint by how the probe failed.
func probeHint(pr probe, output string) say.Text {
	low := strings.ToLower(output)
	switch {
	case strings.Contains(low, "connection refused"):
		return say.Textf("nothing listens on that port in the container: correct the probe's port, or give the program more time (startupProbe, initialDelaySeconds)")
	case strings.Contains(low, "deadline exceeded"), strings.Contains(low, "timeout"), strings.Contains(low, "timed out"):
		return say.Textf("no answer in time: raise timeoutSeconds, or look at what the program is busy with")
	case strings.Contains(low, "statuscode: 404"):
		return say.Textf("the program answers, but has no such path: correct the probe's path")
	case strings.Contains(low, "statuscode: 3"), strings.Contains(low, "statuscode: 4"):
		return say.Textf("the program answers, and refuses the request: correct the probe's path, host or headers")
	case strings.Contains(low, "statuscode: 5"), strings.Contains(low, "not_serving"):
		return say.Textf("the program itself says that it is not healthy: read its log")
	case strings.Contains(low, "does not implement the grpc health"), strings.Contains(low, "service_unknown"), strings.Contains(low, "unknown service"):
		return say.Textf("the program has no such gRPC health service: correct the probe's service, or implement grpc.health.v1")
	case strings.Contains(low, "executable file not found"), strings.Contains(low, "no such file"):
		return say.Textf("look whether the image has what the probe's command names")
	case pr.kind == "readiness":
		return say.Textf("try the probe by hand in the container, or assert that the pod is not ready if that is what you expect")
	}
	return say.Textf("try the probe by hand in the container, or assert the restart if that is what you expect")
}
