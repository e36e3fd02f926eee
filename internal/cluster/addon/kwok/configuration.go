package kwok

import (
	"crypto/sha256"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"

	"github.com/gherkind/gherkind/internal/cluster/addon/programs"
	"github.com/gherkind/gherkind/internal/cluster/simulated"
)

//go:embed manifest.yaml
var manifestText string

// stageFolders are the folders of kwok's own stages that are used: a node becomes ready and renews its Lease; a pod runs as soon
// as it is scheduled, the pod of a Job succeeds, and a deleted pod is removed.
func stageFolders() []string {
	return []string{"node/fast", "node/heartbeat-with-lease", "pod/fast"}
}

// stages returns the content of the folders, in the version of the module in dir.
func stages(dir string) (string, error) {
	var all []string
	for _, folder := range stageFolders() {
		files, err := filepath.Glob(filepath.Join(dir, "kustomize/stage", folder, "*.yaml"))
		if err != nil {
			return "", err
		}
		found := 0
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return "", fmt.Errorf("read a stage of kwok: %w", err)
			}
			var kind metav1.TypeMeta
			if err := yaml.Unmarshal(text, &kind); err != nil {
				return "", fmt.Errorf("read a stage of kwok, %s: %w", file, err)
			}
			if kind.Kind == "Stage" { // the folders also contain kustomizations
				all, found = append(all, strings.TrimSpace(string(text))), found+1
			}
		}
		if found == 0 {
			return "", fmt.Errorf("read the stages of kwok: there are none in %s of its module", folder)
		}
	}
	return strings.Join(all, "\n---\n") + "\n", nil
}

// options returns the options in kwok's configuration. A node has no address and no port, so that nothing else is mistaken for its
// kubelet. Pods of nodes without a pod CIDR get addresses of the range for benchmarks, which is not routed. The Leases of 500
// nodes are about 80 requests per second: enough are sent in parallel for a control plane that needs 0.3 seconds for each.
func options(grace time.Duration) string {
	return fmt.Sprintf(`apiVersion: config.kwok.x-k8s.io/v1alpha1
kind: KwokConfiguration
options:
  cidr: 198.18.0.0/15
  enableCRDs: []
  manageAllNodes: false
  manageNodesWithLabelSelector: %s
  nodeIP: ""
  nodePort: 0
  serverAddress: 0.0.0.0:10247
  nodeLeaseDurationSeconds: %d
  nodeLeaseParallelism: 32
  nodePlayStageParallelism: 16
  podPlayStageParallelism: 16
`, simulated.Label, leaseSeconds(grace))
}

// manifestOf returns everything that is applied to a cluster with the grace period. Without an image, the published image of the
// version is used.
func manifestOf(version, dir, image string, grace time.Duration) (manifest, used string, err error) {
	played, err := stages(dir)
	if err != nil {
		return "", "", err
	}
	configuration, err := yaml.Marshal(corev1.ConfigMap{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "ConfigMap"},
		ObjectMeta: metav1.ObjectMeta{Name: "kwok-configuration", Namespace: namespace},
		Data:       map[string]string{"kwok.yaml": options(grace) + "---\n" + played},
	})
	if err != nil {
		return "", "", err
	}
	parsed, err := template.New("manifest").Option("missingkey=error").Parse(manifestText)
	if err != nil {
		return "", "", err
	}
	sum := sha256.Sum256(configuration)
	values := struct{ Image, Command, Hash string }{Image: image, Command: "/kwok", Hash: programs.Short(sum[:])}
	if image == "" {
		values.Image, values.Command = "registry.k8s.io/kwok/kwok:"+version, ""
	}
	var text strings.Builder
	if err := parsed.Execute(&text, values); err != nil {
		return "", "", err
	}
	return text.String() + "---\n" + string(configuration), values.Image, nil
}
