package nodeimage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Labels of gherkind's images in Docker.
const (
	labelStage    = "gherkind.local/stage"      // stageBase … stageFinished
	labelVersion  = "gherkind.local/kubernetes" // "v1.37.2"
	labelContents = "gherkind.local/contents"   // JSON, see labels
)

const (
	stageBase     = "base"
	stageFinished = "finished"
	stageBalancer = "load-balancer"
)

// contents describes a finished image. It is stored in the image, because a separate file could become stale.
type contents struct {
	Workloads map[string]string `json:"workloads"`
	About     map[string]string `json:"about"`
}

func docker(ctx context.Context, args ...string) (string, error) {
	out, err := command.New("docker", args...).Output(ctx)
	return strings.TrimSpace(out), err
}

// inDocker reports whether Docker has an image.
func inDocker(ctx context.Context, ref string) (bool, error) {
	_, err := docker(ctx, "image", "inspect", "--format", "{{.Id}}", ref)
	if err == nil {
		return true, nil
	}
	var failed *command.Error
	if errors.As(err, &failed) && strings.Contains(strings.ToLower(failed.Said), "no such image") {
		return false, nil
	}
	return false, err
}

// inspectBuilt reads the description of a finished image.
func inspectBuilt(ctx context.Context, ref string) (*Image, error) {
	out, err := docker(ctx, "image", "inspect", "--format", "{{json .Config.Labels}}", ref)
	if err != nil {
		return nil, err
	}
	var labels map[string]string
	if err := json.Unmarshal([]byte(out), &labels); err != nil {
		return nil, fmt.Errorf("read the labels of %s: %w", ref, err)
	}
	var c contents
	if err := json.Unmarshal([]byte(labels[labelContents]), &c); err != nil {
		return nil, fmt.Errorf("read the label %s of %s: %w", labelContents, ref, err)
	}
	return &Image{Ref: ref, Name: ref, Source: Built, KubernetesVersion: labels[labelVersion], Contents: c.Workloads, About: c.About}, nil
}

// removeContainers removes build containers whose names match a filter. The label alone is not enough: nodes of a cluster inherit
// the labels of their image.
func removeContainers(ctx context.Context, names string) error {
	out, err := docker(ctx, "ps", "--all", "--quiet", "--filter", "name="+names, "--filter", "label="+labelStage+"="+stageBase)
	if err != nil || out == "" {
		return err
	}
	_, err = docker(ctx, append([]string{"rm", "--force", "--volumes"}, strings.Fields(out)...)...)
	return err
}

// removeImages removes the tags of intermediate images.
func removeImages(ctx context.Context) error {
	out, err := docker(ctx, "images", "--filter", "label="+labelStage+"="+stageBase, "--format", "{{.Repository}}:{{.Tag}} {{.ID}}")
	if err != nil {
		return err
	}
	var refs []string
	for line := range strings.Lines(out) {
		ref, id, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.Contains(ref, "<none>") {
			ref = id
		}
		refs = append(refs, ref)
	}
	if len(refs) == 0 {
		return nil
	}
	_, err = docker(ctx, append([]string{"rmi", "--force"}, refs...)...)
	return err
}
