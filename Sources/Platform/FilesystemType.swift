import CLinux
import Glibc
import SystemPackage

/// A kind of file system, by the magic number that statfs(2) gives.
package struct FilesystemType: Hashable, Sendable {
    package let magic: Int64

    package init(magic: Int64) {
        // 32 bits in the kernel's headers; some systems give them with a sign.
        self.magic = magic & 0xFFFF_FFFF
    }

    /// Its name when another machine or process serves it: what changes there raises no event here. `nil` for file
    /// systems of this kernel's own, overlayfs among them, since what changes in their layers is changed by mistake.
    package var remoteName: String? { Self.remote[magic] }

    /// From linux/magic.h, and from statfs(2) and the file systems' own sources where that does not list them.
    private static let remote: [Int64: String] = [
        0x6969: "nfs",
        0x517B: "smb",
        0xFF53_4D42: "cifs",
        0xFE53_4D42: "smb2",
        0x564C: "ncp",
        0x6573_5546: "fuse",
        0x0102_1997: "9p",
        0x00C3_6400: "ceph",
        0x5346_414F: "afs",
        0x6B41_4653: "kafs",
        0x7375_7245: "coda",
        0x7461_636F: "ocfs2",
        0x0116_1970: "gfs2",
        0x0BD0_0BD0: "lustre",
        0x4750_4653: "gpfs",
        0x786F_4256: "vboxsf",
        0xBACB_ACBC: "vmhgfs",
        0x7C7C_6673: "prl_fs",
        0xAAD7_AAEA: "panfs",
    ]
}

/// What tells one corpus root from another that stands at the same path.
///
/// The device's number is no part of it: a disk may get another one each time it is mounted. When a folder was made
/// never changes, and tells two file systems apart on which the root has the same number.
package struct RootIdentity: Hashable, Sendable {
    package let inode: UInt64
    /// When the folder was made, in nanoseconds since 1970; 0 where the file system does not know.
    package let born: Int64
    package let filesystem: FilesystemType

    package init(inode: UInt64, born: Int64, filesystem: FilesystemType) {
        self.inode = inode
        self.born = born
        self.filesystem = filesystem
    }
}

extension LiveFilesystem {
    package func type(of folder: RelativePath) throws(SystemFailure) -> FilesystemType {
        let descriptor = try open(folder, clinux_o_path | O_DIRECTORY)
        let magic = try retrying { clinux_filesystem_type(descriptor.rawValue) }.get("fstatfs", folder.description)
        return FilesystemType(magic: magic)
    }

    package func identity() throws(SystemFailure) -> RootIdentity {
        RootIdentity(
            inode: try Self.status(of: root, .root).stamp.inode,
            born: try retrying { clinux_birth_time(root.rawValue) }.get("statx", "the corpus"),
            filesystem: try type(of: .root)
        )
    }
}
