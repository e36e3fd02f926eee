package docker

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// HasImage reports whether Docker has an image. It is false if Docker does not answer.
func HasImage(ctx context.Context, image string) bool {
	return run(ctx, "image", "inspect", image) == nil
}

// Tag adds a name to an image.
func Tag(ctx context.Context, image, name string) error {
	if err := run(ctx, "tag", image, name); err != nil {
		return fmt.Errorf("tag image %s as %s: %w", image, name, err)
	}
	return nil
}

// Untag removes a name of an image. Its layers are kept even if no other image uses them.
func Untag(ctx context.Context, name string) error { return run(ctx, "rmi", "--no-prune", name) }

// UntagUnused is Untag, but does nothing if the name is used by a container or an image, or does not exist.
func UntagUnused(ctx context.Context, name string) error {
	err := Untag(ctx, name)
	if err == nil {
		return nil
	}
	for _, fine := range []string{"in use", "using", "No such image"} {
		if strings.Contains(err.Error(), fine) {
			return nil
		}
	}
	return err
}

// RemoveImages removes all images of a repository.
func RemoveImages(ctx context.Context, repository string) error {
	names, err := output(ctx, "images", "--filter", "reference="+repository, "--format", "{{.Repository}}:{{.Tag}}")
	if err != nil {
		return fmt.Errorf("list the images %s: %w", repository, err)
	}
	var errs []error
	for _, name := range strings.Fields(names) {
		errs = append(errs, run(ctx, "rmi", name))
	}
	return errors.Join(errs...)
}

// PruneImages removes all images with a label that have no name and that no container uses.
func PruneImages(ctx context.Context, label string) error {
	if err := run(ctx, "image", "prune", "--force", "--filter", "label="+label); err != nil {
		return fmt.Errorf("remove the images with label %s: %w", label, err)
	}
	return nil
}

// WithFiles creates an image with a new name from another image and additional files, given by their absolute paths.
func WithFiles(ctx context.Context, image, name string, files map[string][]byte) (err error) {
	doing := fmt.Sprintf("add %d files to image %s", len(files), image)
	id, err := output(ctx, "create", image)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	defer func() { err = errors.Join(err, run(context.WithoutCancel(ctx), "rm", "--volumes", id)) }()
	if err := CopyInto(ctx, id, files); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if err := run(ctx, "commit", id, name); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

// Save writes an image to an archive.
func Save(ctx context.Context, image, archive string) error {
	return run(ctx, "save", "--output", archive, image)
}

// Platform returns the operating system and architecture of an image, "linux/amd64".
func Platform(ctx context.Context, image string) (string, error) {
	return output(ctx, "image", "inspect", "--format", "{{.Os}}/{{.Architecture}}", image)
}

// ImageID returns the digest of an image's configuration, "sha256:…".
func ImageID(ctx context.Context, image string) (string, error) {
	return output(ctx, "image", "inspect", "--format", "{{.Id}}", image)
}

// ServerPlatform returns the operating system and architecture of the daemon's containers, "linux/amd64".
func ServerPlatform(ctx context.Context) (string, error) {
	return output(ctx, "version", "--format", "{{.Server.Os}}/{{.Server.Arch}}")
}
