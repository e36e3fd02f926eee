package nodeimage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// Labels of our images in Docker.
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

// contents is what a finished image says about itself. The truth travels with
// the image, so that no file beside it can go stale.
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

// inspectBuilt reads back what a finished image is.
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

// removeContainers removes build containers of ours by a filter of names. The
// label alone would not do: nodes of a cluster inherit their image's labels.
func removeContainers(ctx context.Context, names string) error {
	out, err := docker(ctx, "ps", "--all", "--quiet", "--filter", "name="+names, "--filter", "label="+labelStage+"="+stageBase)
	if err != nil || out == "" {
		return err
	}
	_, err = docker(ctx, append([]string{"rm", "--force", "--volumes"}, strings.Fields(out)...)...)
	return err
}

// removeImages removes the tags of images that a build passes through.
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
