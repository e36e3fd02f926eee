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

// DefaultKubernetes is the version that an own cluster has when none is asked for: "v1.37".
func DefaultKubernetes() string { return nodeimage.DefaultKubernetes().String() }

// Own is the name of the cluster that these options mean, when it is one of gherkind's own.
func (o Options) Own() string { return o.withDefaults().Name }

// defaultName gives each version and each image a cluster of its own: nobody's cluster is recreated
// because somebody tries another one. The default version has DefaultName, also when it is asked for.
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

// askedVersion looks at the version and the image that are asked for.
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
