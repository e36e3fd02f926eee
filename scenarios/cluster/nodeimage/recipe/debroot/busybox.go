package debroot

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/scenarios/cluster/host/command"
)

// addedOptions returns the options that scenarios need and that Debian disables in its busybox. Without
// CONFIG_FEATURE_WGET_TIMEOUT, `wget -T 2` ends with a segmentation fault, because there is no variable for the seconds.
func addedOptions() []string { return []string{"CONFIG_FEATURE_WGET_TIMEOUT"} }

// compileBusybox compiles Debian's source package busybox with the options of the package busybox-static and addedOptions, and
// moves the program to the folder workloads.
func compileBusybox(ctx context.Context, in Input, root, workloads string, versions map[string]string) error {
	folder := filepath.Join(root, "tmp/source") // removed with the root
	if err := fetchSource(ctx, in, root, folder); err != nil {
		return fmt.Errorf("fetch the source package busybox from %s (it must offer Debian's source packages): %w", in.Mirror, err)
	}
	descriptions, err := filepath.Glob(filepath.Join(folder, "*.dsc"))
	if err != nil || len(descriptions) != 1 {
		return errors.Join(fmt.Errorf("read the source package busybox: %d files .dsc, and it has one", len(descriptions)), err)
	}
	source := filepath.Join(folder, "busybox")
	if err := command.New("dpkg-source", "--extract", descriptions[0], source).Run(ctx); err != nil {
		return err
	}
	version, err := command.New("dpkg-parsechangelog", "--file", filepath.Join(source, "debian/changelog"), "--show-field", "Version").Output(ctx)
	if err != nil {
		return err
	}
	versions["busybox"] = strings.TrimSpace(version)
	if err := makeBusybox(ctx, source, versions["busybox"]); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(workloads, "bin"), 0o755); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(source, "busybox"), filepath.Join(workloads, "bin/busybox")); err != nil {
		return err
	}
	return os.RemoveAll(folder)
}

// fetchSource downloads and verifies the files of the source package with the apt of the new root. It uses a separate sources.list,
// so that the one of the root is not changed.
func fetchSource(ctx context.Context, in Input, root, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	list := fmt.Sprintf("deb-src %s %s main\n", in.Mirror, in.Suite)
	if err := os.WriteFile(filepath.Join(folder, "sources.list"), []byte(list), 0o644); err != nil {
		return err
	}
	const apt = "apt-get --quiet --option APT::Sandbox::User=root --option Dir::Etc::sourceparts=- --option Dir::Etc::sourcelist=/tmp/source/sources.list"
	fetch := "cd /tmp/source && " + apt + " update --error-on=any && " + apt + " source --download-only busybox"
	return contained("chroot", root, "sh", "-c", fetch).Run(ctx)
}

// makeBusybox builds busybox in the same way as debian/rules. The banner shows that it is not Debian's build.
func makeBusybox(ctx context.Context, source, version string) error {
	config, err := os.ReadFile(filepath.Join(source, "debian/config/pkg/static"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(source, ".config"), withOptions(config, addedOptions()...), 0o644); err != nil {
		return err
	}
	settle := command.New("make", "silentoldconfig")
	settle.Stdin = strings.NewReader(strings.Repeat("\n", 1000)) // accept the default of every new option
	build := command.New("make", fmt.Sprintf("--jobs=%d", runtime.GOMAXPROCS(0)), "busybox", "BB_EXTRA_VERSION=Debian "+version+" and wget -T")
	for _, cmd := range []command.Cmd{settle, build} {
		cmd.Dir = source
		cmd.Env = []string{"KCONFIG_NOTIMESTAMP=1"} // so that the same source results in the same program
		if err := cmd.Run(ctx); err != nil {
			return fmt.Errorf("compile busybox: %w", err)
		}
	}
	return checkOptions(filepath.Join(source, ".config"), addedOptions()...)
}

// withOptions enables options in a configuration of busybox, in which a disabled option is a comment.
func withOptions(config []byte, options ...string) []byte {
	var out strings.Builder
	for line := range strings.Lines(string(config)) {
		name := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune("# =\n", r) })
		if len(name) == 0 || !slices.Contains(options, name[0]) {
			out.WriteString(line)
		}
	}
	for _, option := range options {
		fmt.Fprintf(&out, "%s=y\n", option)
	}
	return []byte(out.String())
}

// checkOptions returns an error if this version of busybox does not have an option, because its make removes unknown options
// without an error.
func checkOptions(file string, options ...string) error {
	config, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	for _, option := range options {
		if !strings.Contains("\n"+string(config), "\n"+option+"=y\n") {
			return fmt.Errorf("compile busybox: this version has no option %s", option)
		}
	}
	return nil
}
