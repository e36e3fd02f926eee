package explain

import (
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// execFailed matches what the runtime writes into the container's log if the kernel cannot run its program: by then the
// container has started, and it ends with exit 255.
var execFailed = regexp.MustCompile(`^exec (\S+): (no such file or directory|exec format error|permission denied)$`)

// ExitExec is the exit code of a container whose program could not be run.
const ExitExec = 255

// execLine returns the runtime's message about a container whose program the kernel could not run.
func (p podCase) execLine(c container) string {
	t := c.lastEnd()
	if t == nil || t.ExitCode != ExitExec || !p.counts(c) {
		return ""
	}
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	for _, text := range []string{p.Logs[key], p.Logs[key+"/previous"], t.Message} {
		if line := lastLine(text); execFailed.MatchString(line) {
			return line
		}
	}
	return ""
}

// execHint chooses the hint by why the program could not be run.
func (p podCase) execHint(c container, program, says string) say.Text {
	script := strings.HasPrefix(program, "/") && p.mountOf(c, program) != nil || strings.HasSuffix(program, ".sh")
	switch {
	case strings.Contains(says, "permission denied"):
		return say.Textf("the file may not be executed: %s", p.modeHint(c, say.Literal(quote(program))))
	case strings.Contains(says, "exec format error"):
		return say.Textf("the file is for another kind of processor, or a script without a first line such as #!/bin/sh")
	case execFailed.MatchString("exec " + program + ": " + says):
		return say.Textf("the file is there, so it is the interpreter in its first line, or its loader, that is not: " +
			"with Windows line ends the kernel looks for \"/bin/sh\\r\"; save it with Unix ones, or use an image that has the interpreter")
	case script:
		return say.Textf("look whether the script is there, and whether the interpreter in its first line is: Windows line ends spoil that line")
	}
	return say.Textf("correct command and args, or use an image that has this program")
}

// modeHint says where a file gets its mode: from its volume, or from the image.
func (p podCase) modeHint(c container, program say.Text) say.Text {
	m := p.mountOf(c, program.String())
	if m == nil {
		return say.Textf("give it its x bit in the image (chmod +x), or start it by its interpreter: command: [sh, %s]", program)
	}
	return say.Textf("give it its x bit, by defaultMode: 0755 of volume %q, or start it by its interpreter: command: [sh, %s]",
		quote(m.Name), program)
}

// mountOf returns the mount of c that contains a path, or nil if the path is in the image.
func (p podCase) mountOf(c container, path string) *corev1.VolumeMount {
	for i, m := range c.VolumeMounts {
		if path == m.MountPath || strings.HasPrefix(path, strings.TrimSuffix(m.MountPath, "/")+"/") {
			return &c.VolumeMounts[i]
		}
	}
	return nil
}

func firstOf(command []string) say.Text {
	if len(command) == 0 {
		return say.Textf("the program")
	}
	return say.Literal(quote(command[0]))
}

// badMount matches the runtime's error that one end of a mount is a file and the other is not.
var badMount = regexp.MustCompile(`error mounting "[^"]*" to rootfs at "([^"]+)":.*not a directory`)

// mounted explains a volume that is mounted over a file, or a file of a volume that is mounted over a directory.
func (p podCase) mounted(c container, path string) (sentence, hint say.Text) {
	file := path[strings.LastIndex(path, "/")+1:]
	name, part := "", ""
	if m := p.mountOf(c, path); m != nil {
		name, part = m.Name, m.SubPath
	}
	if part != "" {
		return say.Textf("%s cannot start: %q of volume %q and %s, where it is mounted, are not both files, nor both directories",
			c, quote(part), quote(name), quote(path)), say.Textf("correct subPath or mountPath: a file goes over a file, a directory over a directory")
	}
	return say.Textf("%s cannot start: volume %q is a directory, and %s, where it is mounted, is a file", c, quote(name), quote(path)),
		say.Textf("mount the one file: subPath: %s, or mount the volume at a directory of its own", quote(file))
}

// readOnly reports whether the container has a read-only root filesystem and its log complains about that.
func (p podCase) readOnly(c container) bool {
	if c.SecurityContext == nil || !deref(c.SecurityContext.ReadOnlyRootFilesystem, false) {
		return false
	}
	key := p.pod.Namespace + "/" + p.pod.Name + "/" + c.Name
	for _, text := range []string{p.Logs[key], p.Logs[key+"/previous"]} {
		if strings.Contains(strings.ToLower(text), "read-only file system") {
			return true
		}
	}
	return false
}
