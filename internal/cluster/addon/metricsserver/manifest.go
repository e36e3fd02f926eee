package metricsserver

import (
	_ "embed"
	"strings"
	"text/template"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

//go:embed manifest.yaml
var manifestText string

// manifestOf returns everything that is applied. Without an image, the published image of the version is used.
func manifestOf(version, image string) (manifest, used string, err error) {
	parsed, err := template.New("manifest").Option("missingkey=error").Parse(manifestText)
	if err != nil {
		return "", "", err
	}
	values := struct{ Image, Command, Simulated string }{Image: image, Command: "/metrics-server", Simulated: simulated.Label}
	if image == "" {
		values.Image, values.Command = "registry.k8s.io/metrics-server/metrics-server:"+version, ""
	}
	var text strings.Builder
	if err := parsed.Execute(&text, values); err != nil {
		return "", "", err
	}
	return text.String(), values.Image, nil
}
