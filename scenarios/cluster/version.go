package cluster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/internal/cluster/kubeversion"
	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

// DefaultKubernetes is the default version of gherkind's own clusters: "v1.37".
func DefaultKubernetes() string { return nodeimage.DefaultKubernetes().String() }

// Own returns the name of gherkind's own cluster that these options select.
func (o Options) Own() string { return o.withDefaults().Name }

// defaultName gives each version and each image its own cluster, so that trying another version does not recreate a
// cluster in use. The default version has DefaultName, even if it is given explicitly.
func (o Options) defaultName() string {
	if o.NodeImage != "" {
		sum := sha256.Sum256([]byte(o.NodeImage))
		return DefaultName + "-image-" + hex.EncodeToString(sum[:])[:8]
	}
	m, err := kubeversion.Parse(o.Kubernetes)
	if err != nil || m == nodeimage.DefaultKubernetes() {
		return DefaultName
	}
	return fmt.Sprintf("%s-%d-%d", DefaultName, m.Major, m.Minor)
}

// askedVersion validates the requested version and image.
func (o Options) askedVersion() error {
	switch {
	case o.NodeImage != "" && o.Kubernetes != "":
		return errors.New("--kubernetes and --node-image cannot be combined: the image has its version")
	case o.NodeImage != "" && o.Source == nodeimage.Built:
		return errors.New("--node-image and --images built cannot be combined: the image is used unchanged")
	case strings.HasPrefix(o.NodeImage, "-") || strings.ContainsAny(o.NodeImage, " \t\n"):
		return fmt.Errorf("--node-image %q: not a valid image reference", o.NodeImage)
	}
	if _, err := nodeimage.Supported(o.Kubernetes); err != nil {
		return fmt.Errorf("--kubernetes: %w", err)
	}
	return nil
}
