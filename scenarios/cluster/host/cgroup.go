package host

// cgroupV1 believes the daemon (version "1" or "2") and, when it is too old to
// say, the file system that is mounted at dir.
func cgroupV1(version, dir string) (bool, error) {
	switch version {
	case "1":
		return true, nil
	case "2":
		return false, nil
	}
	return mountedV1(dir)
}
